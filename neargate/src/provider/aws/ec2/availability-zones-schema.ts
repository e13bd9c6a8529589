import type { Schema } from '../../../terraform/provider.ts';
import { filterBlocks } from './filters.ts';

/** The arguments and attributes of the data source `aws_availability_zones`, as the provider's 6.x documentation lists them. */
export const availabilityZonesSchema: Schema = {
  attributes: {
    all_availability_zones: { type: 'bool', optional: true },
    exclude_names: { type: 'set(string)', optional: true },
    exclude_zone_ids: { type: 'set(string)', optional: true },
    group_names: { type: 'set(string)', computed: true },
    names: { type: 'list(string)', computed: true },
    state: {
      type: 'string',
      optional: true,
      enum: ['available', 'information', 'impaired', 'unavailable', 'constrained'],
    },
    zone_ids: { type: 'list(string)', computed: true },
  },
  blocks: {
    filter: filterBlocks,
  },
};
