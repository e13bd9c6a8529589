import type { BlockSchema } from '../../../terraform/provider.ts';

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
    bare_metal: { type: 'string', optional: true, enum: ['included', 'required', 'excluded'] },
    burstable_performance: { type: 'string', optional: true, enum: ['included', 'required', 'excluded'] },
    cpu_manufacturers: {
      type: 'set(string)',
      optional: true,
      enum: ['intel', 'amd', 'amazon-web-services', 'apple'],
    },
    excluded_instance_types: { type: 'set(string)', optional: true },
    instance_generations: { type: 'set(string)', optional: true, enum: ['current', 'previous'] },
    local_storage: { type: 'string', optional: true, enum: ['included', 'required', 'excluded'] },
    local_storage_types: { type: 'set(string)', optional: true, enum: ['hdd', 'ssd'] },
    max_spot_price_as_percentage_of_optimal_on_demand_price: {
      type: 'number',
      optional: true,
      range: [1, null],
    },
    on_demand_max_price_percentage_over_lowest_price: { type: 'number', optional: true, range: [1, null] },
    require_hibernate_support: { type: 'bool', optional: true },
    spot_max_price_percentage_over_lowest_price: { type: 'number', optional: true, range: [1, null] },
  },
  blocks: {
    accelerator_count: {
      nesting: 'list',
      max: 1,
      attributes: {
        max: { type: 'number', optional: true, range: [0, null] },
        min: { type: 'number', optional: true, range: [1, null] },
      },
    },
    accelerator_total_memory_mib: {
      nesting: 'list',
      max: 1,
      attributes: {
        max: { type: 'number', optional: true, range: [1, null] },
        min: { type: 'number', optional: true, range: [1, null] },
      },
    },
    baseline_ebs_bandwidth_mbps: {
      nesting: 'list',
      max: 1,
      attributes: {
        max: { type: 'number', optional: true, range: [1, null] },
        min: { type: 'number', optional: true, range: [1, null] },
      },
    },
    memory_gib_per_vcpu: {
      nesting: 'list',
      max: 1,
      attributes: { max: { type: 'number', optional: true }, min: { type: 'number', optional: true } },
    },
    memory_mib: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        max: { type: 'number', optional: true, range: [1, null] },
        min: { type: 'number', required: true, range: [1, null] },
      },
    },
    network_bandwidth_gbps: {
      nesting: 'list',
      max: 1,
      attributes: { max: { type: 'number', optional: true }, min: { type: 'number', optional: true } },
    },
    network_interface_count: {
      nesting: 'list',
      max: 1,
      attributes: {
        max: { type: 'number', optional: true, range: [1, null] },
        min: { type: 'number', optional: true, range: [1, null] },
      },
    },
    total_local_storage_gb: {
      nesting: 'list',
      max: 1,
      attributes: { max: { type: 'number', optional: true }, min: { type: 'number', optional: true } },
    },
    vcpu_count: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        max: { type: 'number', optional: true, range: [1, null] },
        min: { type: 'number', required: true, range: [1, null] },
      },
    },
  },
};
