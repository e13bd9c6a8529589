import type { BlockSchema } from '../../../terraform/provider.ts';
import { sameIgnoringCase } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';

/** `default_action` of a listener and `action` of a rule. Authentication is accepted here and refused by the control plane. */
export const actionBlocks: BlockSchema = {
  nesting: 'list',
  min: 1,
  attributes: {
    order: { type: 'number', optional: true, computed: true, range: [1, 50000] },
    target_group_arn: { type: 'string', optional: true, pattern: arnPattern },
    type: {
      type: 'string',
      required: true,
      pattern: {
        regex: /^(?:forward|authenticate-oidc|authenticate-cognito|redirect|fixed-response|jwt-validation)$/i,
        message:
          'must be one of forward, authenticate-oidc, authenticate-cognito, redirect, fixed-response, jwt-validation',
      },
      equivalent: sameIgnoringCase,
    },
  },
  blocks: {
    authenticate_cognito: {
      nesting: 'list',
      max: 1,
      attributes: {
        authentication_request_extra_params: { type: 'map(string)', optional: true },
        on_unauthenticated_request: {
          type: 'string',
          optional: true,
          computed: true,
          pattern: {
            regex: /^(?:deny|allow|authenticate)$/i,
            message: 'must be one of deny, allow, authenticate',
          },
          equivalent: sameIgnoringCase,
        },
        scope: { type: 'string', optional: true, default: 'openid' },
        session_cookie_name: { type: 'string', optional: true, default: 'AWSELBAuthSessionCookie' },
        session_timeout: { type: 'number', optional: true, default: 604800 },
        user_pool_arn: { type: 'string', required: true, pattern: arnPattern },
        user_pool_client_id: { type: 'string', required: true },
        user_pool_domain: { type: 'string', required: true },
      },
    },
    authenticate_oidc: {
      nesting: 'list',
      max: 1,
      attributes: {
        authentication_request_extra_params: { type: 'map(string)', optional: true },
        authorization_endpoint: { type: 'string', required: true },
        client_id: { type: 'string', required: true },
        client_secret: { type: 'string', required: true, sensitive: true },
        issuer: { type: 'string', required: true },
        on_unauthenticated_request: {
          type: 'string',
          optional: true,
          computed: true,
          pattern: {
            regex: /^(?:deny|allow|authenticate)$/i,
            message: 'must be one of deny, allow, authenticate',
          },
          equivalent: sameIgnoringCase,
        },
        scope: { type: 'string', optional: true, default: 'openid' },
        session_cookie_name: { type: 'string', optional: true, default: 'AWSELBAuthSessionCookie' },
        session_timeout: { type: 'number', optional: true, default: 604800 },
        token_endpoint: { type: 'string', required: true },
        user_info_endpoint: { type: 'string', required: true },
      },
    },
    fixed_response: {
      nesting: 'list',
      max: 1,
      attributes: {
        content_type: {
          type: 'string',
          required: true,
          enum: ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'],
        },
        message_body: { type: 'string', optional: true, range: [0, 1024] },
        status_code: {
          type: 'string',
          optional: true,
          computed: true,
          pattern: { regex: /^[245]\d\d$/, message: 'must match ^[245]\\d\\d$' },
        },
      },
    },
    forward: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        stickiness: {
          nesting: 'list',
          max: 1,
          attributes: {
            duration: { type: 'number', required: true, range: [1, 604800] },
            enabled: { type: 'bool', optional: true, default: false },
          },
        },
        target_group: {
          nesting: 'set',
          min: 1,
          max: 5,
          attributes: {
            arn: { type: 'string', required: true, pattern: arnPattern },
            weight: { type: 'number', optional: true, default: 1, range: [0, 999] },
          },
        },
      },
    },
    jwt_validation: {
      nesting: 'list',
      max: 1,
      attributes: {
        issuer: { type: 'string', required: true, range: [1, 256] },
        jwks_endpoint: { type: 'string', required: true, range: [1, 256] },
      },
      blocks: {
        additional_claim: {
          nesting: 'set',
          max: 10,
          attributes: {
            format: {
              type: 'string',
              required: true,
              enum: ['single-string', 'string-array', 'space-separated-values'],
            },
            name: { type: 'string', required: true },
            values: { type: 'set(string)', required: true, range: [1, 256] },
          },
        },
      },
    },
    redirect: {
      nesting: 'list',
      max: 1,
      attributes: {
        host: { type: 'string', optional: true, default: '#{host}', range: [1, 128] },
        path: { type: 'string', optional: true, default: '/#{path}', range: [1, 128] },
        port: { type: 'string', optional: true, default: '#{port}' },
        protocol: {
          type: 'string',
          optional: true,
          default: '#{protocol}',
          enum: ['#{protocol}', 'HTTP', 'HTTPS'],
        },
        query: { type: 'string', optional: true, default: '#{query}', range: [0, 128] },
        status_code: { type: 'string', required: true, enum: ['HTTP_301', 'HTTP_302'] },
      },
    },
  },
};
