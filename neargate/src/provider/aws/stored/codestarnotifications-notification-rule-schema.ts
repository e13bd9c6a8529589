import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_codestarnotifications_notification_rule`, as the provider's 6.x documentation lists them. */
export const codestarnotificationsNotificationRuleSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    detail_type: { type: 'string', required: true, enum: ['BASIC', 'FULL'] },
    event_type_ids: { type: 'set(string)', required: true },
    name: {
      type: 'string',
      required: true,
      range: [1, 64],
      pattern: { regex: /^[0-9A-Za-z_ -]+$/, message: 'must match ^[0-9A-Za-z_ -]+$' },
    },
    resource: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    status: { type: 'string', optional: true, default: 'ENABLED', enum: ['ENABLED', 'DISABLED'] },
  },
  blocks: {
    target: {
      nesting: 'set',
      max: 10,
      attributes: {
        address: { type: 'string', required: true, pattern: arnPattern },
        status: { type: 'string', computed: true },
        type: { type: 'string', optional: true, default: 'SNS' },
      },
    },
  },
};
