import type { Schema } from '../../../terraform/provider.ts';
import { timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_acm_certificate_validation`, as the provider's 6.x documentation lists them. */
export const acmCertificateValidationSchema: Schema = {
  attributes: {
    certificate_arn: { type: 'string', required: true, forceNew: true },
    validation_record_fqdns: { type: 'set(string)', optional: true, forceNew: true },
  },
  blocks: { timeouts: timeouts('create') },
};
