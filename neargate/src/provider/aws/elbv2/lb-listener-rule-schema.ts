import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { actionBlocks } from './actions-schema.ts';

/** The arguments and attributes of `aws_lb_listener_rule`, as the provider's 6.x documentation lists them. */
export const lbListenerRuleSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    listener_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    priority: { type: 'number', optional: true, computed: true, range: [1, 50_000] },
  },
  blocks: {
    action: actionBlocks,
    condition: {
      nesting: 'set',
      min: 1,
      attributes: {},
      blocks: {
        host_header: {
          nesting: 'list',
          max: 1,
          attributes: {
            regex_values: { type: 'set(string)', optional: true, range: [1, 128] },
            values: { type: 'set(string)', optional: true, range: [1, 128] },
          },
        },
        http_header: {
          nesting: 'list',
          max: 1,
          attributes: {
            http_header_name: {
              type: 'string',
              required: true,
              pattern: {
                regex: /^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$/,
                message: "must match ^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$",
              },
            },
            regex_values: { type: 'set(string)', optional: true, range: [1, 128] },
            values: { type: 'set(string)', optional: true, range: [1, 128] },
          },
        },
        http_request_method: {
          nesting: 'list',
          max: 1,
          attributes: {
            values: {
              type: 'set(string)',
              required: true,
              pattern: { regex: /^[A-Za-z-_]{1,40}$/, message: 'must match ^[A-Za-z-_]{1,40}$' },
            },
          },
        },
        path_pattern: {
          nesting: 'list',
          max: 1,
          attributes: {
            regex_values: { type: 'set(string)', optional: true, range: [1, 128] },
            values: { type: 'set(string)', optional: true, range: [1, 128] },
          },
        },
        query_string: {
          nesting: 'set',
          attributes: { key: { type: 'string', optional: true }, value: { type: 'string', required: true } },
        },
        source_ip: {
          nesting: 'list',
          max: 1,
          attributes: { values: { type: 'set(string)', required: true } },
        },
      },
    },
    transform: {
      nesting: 'set',
      max: 2,
      attributes: { type: { type: 'string', required: true, enum: ['host-header-rewrite', 'url-rewrite'] } },
      blocks: {
        host_header_rewrite_config: {
          nesting: 'list',
          max: 1,
          attributes: {},
          blocks: {
            rewrite: {
              nesting: 'list',
              max: 1,
              attributes: {
                regex: { type: 'string', required: true, range: [1, 1024] },
                replace: { type: 'string', required: true, range: [0, 1024] },
              },
            },
          },
        },
        url_rewrite_config: {
          nesting: 'list',
          max: 1,
          attributes: {},
          blocks: {
            rewrite: {
              nesting: 'list',
              max: 1,
              attributes: {
                regex: { type: 'string', required: true, range: [1, 1024] },
                replace: { type: 'string', required: true, range: [0, 1024] },
              },
            },
          },
        },
      },
    },
  },
};
