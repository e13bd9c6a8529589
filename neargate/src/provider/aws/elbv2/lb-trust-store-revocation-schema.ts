import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_lb_trust_store_revocation`, as the provider's 6.x documentation lists them. */
export const lbTrustStoreRevocationSchema: Schema = {
  attributes: {
    revocation_id: { type: 'number', computed: true },
    revocations_s3_bucket: { type: 'string', required: true, forceNew: true },
    revocations_s3_key: { type: 'string', required: true, forceNew: true },
    revocations_s3_object_version: { type: 'string', optional: true, forceNew: true },
    trust_store_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
  },
  blocks: { timeouts: timeouts('create', 'delete') },
};
