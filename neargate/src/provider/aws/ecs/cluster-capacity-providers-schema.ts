import type { Schema } from '../../../terraform/provider.ts';
import { clusterNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster_capacity_providers */
export const clusterCapacityProvidersSchema: Schema = {
  attributes: {
    capacity_providers: { type: 'set(string)', optional: true },
    cluster_name: { type: 'string', required: true, forceNew: true, pattern: clusterNamePattern },
  },
  blocks: {
    default_capacity_provider_strategy: {
      nesting: 'set',
      attributes: {
        base: { type: 'number', optional: true, default: 0, range: [0, 100000] },
        capacity_provider: { type: 'string', required: true },
        weight: { type: 'number', optional: true, default: 0, range: [0, 1000] },
      },
    },
  },
};
