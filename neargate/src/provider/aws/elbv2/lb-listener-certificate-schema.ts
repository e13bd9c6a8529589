import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';

/** The arguments and attributes of `aws_lb_listener_certificate`, as the provider's 6.x documentation lists them. */
export const lbListenerCertificateSchema: Schema = {
  attributes: {
    certificate_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    listener_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
  },
};
