import type { AttributeSchema, BlockSchema } from '../../../terraform/provider.ts';

const instanceTypes: AttributeSchema = {
  type: 'set(string)',
  optional: true,
  pattern: {
    regex: /^[a-zA-Z0-9.*-]{1,30}$/,
    message: 'must be 1 to 30 characters: letters, digits, dots, hyphens and asterisks',
  },
};

const preference: AttributeSchema = {
  type: 'string',
  optional: true,
  enum: ['included', 'required', 'excluded'],
};

const notNegative: AttributeSchema = { type: 'number', optional: true, range: [0, null] };

/** Of these the least must be said. */
const requiredRange: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: {
    max: { type: 'number', optional: true, range: [1, null] },
    min: { type: 'number', required: true, range: [1, null] },
  },
};

/** What the instances of a capacity provider must have; the same words as EC2's attribute-based selection. */
export const instanceRequirementsBlock: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    accelerator_manufacturers: {
      type: 'set(string)',
      optional: true,
      enum: ['amazon-web-services', 'amd', 'nvidia', 'xilinx', 'habana'],
    },
    accelerator_names: {
      type: 'set(string)',
      optional: true,
      enum: [
        'a100',
        'inferentia',
        'k520',
        'k80',
        'm60',
        'radeon-pro-v520',
        't4',
        'vu9p',
        'v100',
        'a10g',
        'h100',
        't4g',
      ],
    },
    accelerator_types: { type: 'set(string)', optional: true, enum: ['gpu', 'fpga', 'inference'] },
    allowed_instance_types: instanceTypes,
    bare_metal: preference,
    burstable_performance: preference,
    cpu_manufacturers: {
      type: 'set(string)',
      optional: true,
      enum: ['intel', 'amd', 'amazon-web-services'],
    },
    excluded_instance_types: instanceTypes,
    instance_generations: { type: 'set(string)', optional: true, enum: ['current', 'previous'] },
    local_storage: preference,
    local_storage_types: { type: 'set(string)', optional: true, enum: ['hdd', 'ssd'] },
    max_spot_price_as_percentage_of_optimal_on_demand_price: notNegative,
    on_demand_max_price_percentage_over_lowest_price: notNegative,
    require_hibernate_support: { type: 'bool', optional: true },
    spot_max_price_percentage_over_lowest_price: notNegative,
  },
  blocks: {
    accelerator_count: range(0),
    accelerator_total_memory_mib: range(0),
    baseline_ebs_bandwidth_mbps: range(0),
    memory_gib_per_vcpu: range(0),
    memory_mib: requiredRange,
    network_bandwidth_gbps: range(0),
    network_interface_count: range(1),
    total_local_storage_gb: range(0),
    vcpu_count: requiredRange,
  },
};

function range(least: number): BlockSchema {
  const bound: AttributeSchema = { type: 'number', optional: true, range: [least, null] };
  return { nesting: 'list', max: 1, attributes: { max: bound, min: bound } };
}
