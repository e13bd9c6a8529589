import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_policy */
export const bucketPolicySchema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true },
    policy: { type: 'string', required: true, equivalent: samePolicy },
  },
};
