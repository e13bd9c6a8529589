import type { Schema } from '../../../terraform/provider.ts';
import { sameLifecyclePolicy } from './lifecycle-policy-equivalence.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_lifecycle_policy */
export const lifecyclePolicySchema: Schema = {
  attributes: {
    policy: { type: 'string', required: true, forceNew: true, equivalent: sameLifecyclePolicy },
    registry_id: { type: 'string', computed: true },
    repository: { type: 'string', required: true, forceNew: true },
  },
};
