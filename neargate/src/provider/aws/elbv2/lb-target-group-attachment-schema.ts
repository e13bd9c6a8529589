import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';

/** The arguments and attributes of `aws_lb_target_group_attachment`, as the provider's 6.x documentation lists them. */
export const lbTargetGroupAttachmentSchema: Schema = {
  attributes: {
    availability_zone: { type: 'string', optional: true, forceNew: true },
    port: { type: 'number', optional: true, forceNew: true },
    quic_server_id: { type: 'string', optional: true, forceNew: true },
    target_group_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    target_id: { type: 'string', required: true, forceNew: true },
  },
};
