import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { allow, block } from './waf-managed-rules.ts';
import { ruleStatement } from './waf-statements.ts';

const captchaConfig: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    immunity_time_property: {
      nesting: 'list',
      max: 1,
      attributes: { immunity_time: { type: 'number', optional: true } },
    },
  },
};

const visibilityConfig: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: {
    cloudwatch_metrics_enabled: { type: 'bool', required: true },
    metric_name: {
      type: 'string',
      required: true,
      range: [1, 128],
      pattern: { regex: /^[0-9A-Za-z_-]+$/, message: 'must match ^[0-9A-Za-z_-]+$' },
    },
    sampled_requests_enabled: { type: 'bool', required: true },
  },
};

const apiGateway: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    default_size_inspection_limit: {
      type: 'string',
      required: true,
      enum: ['KB_16', 'KB_32', 'KB_48', 'KB_64'],
    },
  },
};

const rule: BlockSchema = {
  nesting: 'set',
  attributes: {
    name: { type: 'string', required: true, range: [1, 128] },
    priority: { type: 'number', required: true },
  },
  blocks: {
    statement: ruleStatement,
    action: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: { allow: allow, block: block, captcha: allow, challenge: allow, count: allow },
    },
    captcha_config: captchaConfig,
    challenge_config: captchaConfig,
    override_action: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        count: { nesting: 'list', max: 1, attributes: {} },
        none: { nesting: 'list', max: 1, attributes: {} },
      },
    },
    rule_label: {
      nesting: 'set',
      attributes: {
        name: {
          type: 'string',
          required: true,
          range: [1, 1024],
          pattern: { regex: /^[0-9A-Za-z_\-:]+$/, message: 'must match ^[0-9A-Za-z_\\-:]+$' },
        },
      },
    },
    visibility_config: visibilityConfig,
  },
};

/** The arguments and attributes of `aws_wafv2_web_acl`, as the provider's 6.x documentation lists them. */
export const wafv2WebAclSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    application_integration_url: { type: 'string', computed: true },
    capacity: { type: 'number', computed: true },
    description: { type: 'string', optional: true, range: [1, 256] },
    lock_token: { type: 'string', computed: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [1, 128],
      pattern: { regex: /^[0-9A-Za-z_-]+$/, message: 'must match ^[0-9A-Za-z_-]+$' },
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [1, 102],
      pattern: { regex: /^[0-9A-Za-z_-]+$/, message: 'must match ^[0-9A-Za-z_-]+$' },
      conflictsWith: ['name'],
    },
    rule_json: {
      type: 'string',
      optional: true,
      pattern: jsonPattern,
      equivalent: sameJson,
      conflictsWith: ['rule'],
    },
    scope: { type: 'string', required: true, forceNew: true, enum: ['CLOUDFRONT', 'REGIONAL'] },
    token_domains: {
      type: 'set(string)',
      optional: true,
      range: [1, 253],
      pattern: { regex: /^[\w./-]+$/, message: 'must match ^[\\w\\.\\-/]+$' },
    },
  },
  blocks: {
    rule,
    association_config: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        request_body: {
          nesting: 'list',
          attributes: {},
          blocks: {
            api_gateway: apiGateway,
            app_runner_service: apiGateway,
            cloudfront: apiGateway,
            cognito_user_pool: apiGateway,
            verified_access_instance: apiGateway,
          },
        },
      },
    },
    captcha_config: captchaConfig,
    challenge_config: captchaConfig,
    custom_response_body: {
      nesting: 'set',
      attributes: {
        key: {
          type: 'string',
          required: true,
          range: [1, 128],
          pattern: { regex: /^[\w-]+$/, message: 'must match ^[\\w\\-]+$' },
        },
        content: { type: 'string', required: true, range: [1, 10240] },
        content_type: {
          type: 'string',
          required: true,
          enum: ['TEXT_PLAIN', 'TEXT_HTML', 'APPLICATION_JSON'],
        },
      },
    },
    data_protection_config: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        data_protection: {
          nesting: 'list',
          max: 26,
          attributes: {
            action: { type: 'string', required: true, enum: ['SUBSTITUTION', 'HASH'] },
            exclude_rate_based_details: { type: 'bool', optional: true },
            exclude_rule_match_details: { type: 'bool', optional: true },
          },
          blocks: {
            field: {
              nesting: 'list',
              min: 1,
              max: 1,
              attributes: {
                field_keys: {
                  type: 'list(string)',
                  optional: true,
                  range: [1, 64],
                  pattern: { regex: /^.*\S.*$/, message: 'must match ^.*\\S.*$' },
                },
                field_type: {
                  type: 'string',
                  required: true,
                  enum: ['SINGLE_HEADER', 'SINGLE_COOKIE', 'SINGLE_QUERY_ARGUMENT', 'QUERY_STRING', 'BODY'],
                },
              },
            },
          },
        },
      },
    },
    default_action: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {},
      blocks: { allow: allow, block: block },
    },
    visibility_config: visibilityConfig,
  },
};
