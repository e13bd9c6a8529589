import type { AttributeSchema, BlockSchema } from '../../../terraform/provider.ts';

const preference: AttributeSchema = {
  type: 'string',
  optional: true,
  enum: ['included', 'required', 'excluded'],
};

const anyNumber: AttributeSchema = { type: 'number', optional: true };
const notNegative: AttributeSchema = { ...anyNumber, range: [0, null] };
const positive: AttributeSchema = { ...anyNumber, range: [1, null] };

/** Of these the least must be said. */
const requiredRange: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: {
    max: positive,
    min: { type: 'number', required: true, range: [1, null] },
  },
};

/** What instances must have, instead of a type by its name. */
export const instanceRequirements: BlockSchema = {
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
        'l40s',
        'l4',
        'gaudi-hl-205',
        'inferentia2',
        'trainium',
        'trainium2',
        'u30',
      ],
    },
    accelerator_types: { type: 'set(string)', optional: true, enum: ['gpu', 'fpga', 'inference', 'media'] },
    allowed_instance_types: { type: 'set(string)', optional: true },
    bare_metal: preference,
    burstable_performance: preference,
    cpu_manufacturers: {
      type: 'set(string)',
      optional: true,
      enum: ['intel', 'amd', 'amazon-web-services', 'apple'],
    },
    excluded_instance_types: { type: 'set(string)', optional: true },
    instance_generations: { type: 'set(string)', optional: true, enum: ['current', 'previous'] },
    local_storage: preference,
    local_storage_types: { type: 'set(string)', optional: true, enum: ['hdd', 'ssd'] },
    max_spot_price_as_percentage_of_optimal_on_demand_price: {
      type: 'number',
      optional: true,
      range: [1, null],
    },
    on_demand_max_price_percentage_over_lowest_price: positive,
    require_hibernate_support: { type: 'bool', optional: true },
    spot_max_price_percentage_over_lowest_price: positive,
  },
  blocks: {
    accelerator_count: range(notNegative, positive),
    accelerator_total_memory_mib: range(positive),
    baseline_ebs_bandwidth_mbps: range(positive),
    memory_gib_per_vcpu: range(anyNumber),
    memory_mib: requiredRange,
    network_bandwidth_gbps: range(anyNumber),
    network_interface_count: range(positive),
    total_local_storage_gb: range(anyNumber),
    vcpu_count: requiredRange,
  },
};

function range(max: AttributeSchema, min = max): BlockSchema {
  return { nesting: 'list', max: 1, attributes: { max, min } };
}
