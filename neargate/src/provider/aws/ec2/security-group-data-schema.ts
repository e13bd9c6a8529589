import type { Schema } from '../../../terraform/provider.ts';
import { filterBlocks } from './filters.ts';

/** The arguments and attributes of the data source `aws_security_group`, as the provider's 6.x documentation lists them. */
export const securityGroupDataSchema: Schema = {
  attributes: {
    id: { type: 'string', optional: true, computed: true },
    tags: { type: 'map(string)', optional: true, computed: true },
    arn: { type: 'string', computed: true },
    description: { type: 'string', computed: true },
    name: { type: 'string', optional: true, computed: true },
    vpc_id: { type: 'string', optional: true, computed: true },
  },
  blocks: {
    filter: filterBlocks,
  },
};
