import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_bus */
export const eventBusSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, range: [0, 512] },
    event_source_name: {
      type: 'string',
      optional: true,
      forceNew: true,
      range: [1, 256],
      pattern: {
        regex: /^aws\.partner(?:\/[A-Za-z0-9._-]+){2,}$/,
        message: 'must name a partner event source',
      },
    },
    kms_key_identifier: { type: 'string', optional: true, range: [1, 2048] },
    name: {
      type: 'string',
      required: true,
      forceNew: true,
      range: [1, 256],
      pattern: {
        regex: /^(?!default$)[/.\-_A-Za-z0-9]+$/,
        message: 'must be letters, digits and /.-_, and not "default"',
      },
    },
    ...tagAttributes,
  },
  blocks: {
    dead_letter_config: {
      nesting: 'list',
      max: 1,
      attributes: { arn: { type: 'string', optional: true, pattern: arnPattern } },
    },
    log_config: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        include_detail: { type: 'string', optional: true, enum: ['NONE', 'FULL'] },
        level: { type: 'string', optional: true, enum: ['OFF', 'ERROR', 'INFO', 'TRACE'] },
      },
    },
  },
};
