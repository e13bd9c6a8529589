import type { AttributeSchema, BlockSchema, Schema } from '../../../terraform/provider.ts';
import { notBlankPattern } from '../patterns.ts';

/** @param target the argument that names whom the events go to */
function receiver(target: string, schema: AttributeSchema): BlockSchema {
  return {
    nesting: 'list',
    attributes: {
      events: { type: 'set(string)', required: true },
      filter_prefix: { type: 'string', optional: true },
      filter_suffix: { type: 'string', optional: true },
      id: { type: 'string', optional: true, computed: true },
      [target]: schema,
    },
  };
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_notification */
export const bucketNotificationSchema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true, pattern: notBlankPattern },
    eventbridge: { type: 'bool', optional: true, default: false },
  },
  blocks: {
    lambda_function: receiver('lambda_function_arn', { type: 'string', optional: true }),
    queue: receiver('queue_arn', { type: 'string', required: true }),
    topic: receiver('topic_arn', { type: 'string', required: true }),
  },
};
