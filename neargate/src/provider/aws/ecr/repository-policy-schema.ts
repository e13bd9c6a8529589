import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository_policy */
export const repositoryPolicySchema: Schema = {
  attributes: {
    policy: { type: 'string', required: true, equivalent: samePolicy },
    registry_id: { type: 'string', computed: true },
    repository: { type: 'string', required: true, forceNew: true },
  },
};
