import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern, notBlankPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_efs_file_system`, as the provider's 6.x documentation lists them. */
export const efsFileSystemSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    availability_zone_id: { type: 'string', computed: true },
    availability_zone_name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: notBlankPattern,
    },
    creation_token: { type: 'string', optional: true, computed: true, forceNew: true, range: [0, 64] },
    dns_name: { type: 'string', computed: true },
    encrypted: { type: 'bool', optional: true, computed: true, forceNew: true },
    kms_key_id: { type: 'string', optional: true, computed: true, forceNew: true, pattern: arnPattern },
    name: { type: 'string', computed: true },
    number_of_mount_targets: { type: 'number', computed: true },
    owner_id: { type: 'string', computed: true },
    performance_mode: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['generalPurpose', 'maxIO'],
    },
    provisioned_throughput_in_mibps: { type: 'number', optional: true },
    size_in_bytes: {
      type: 'list(object({value: number, value_in_ia: number, value_in_standard: number}))',
      computed: true,
    },
    throughput_mode: {
      type: 'string',
      optional: true,
      default: 'bursting',
      enum: ['bursting', 'provisioned', 'elastic'],
    },
  },
  blocks: {
    lifecycle_policy: {
      nesting: 'list',
      max: 3,
      attributes: {
        transition_to_archive: {
          type: 'string',
          optional: true,
          enum: [
            'AFTER_1_DAY',
            'AFTER_7_DAYS',
            'AFTER_14_DAYS',
            'AFTER_30_DAYS',
            'AFTER_60_DAYS',
            'AFTER_90_DAYS',
            'AFTER_180_DAYS',
            'AFTER_270_DAYS',
            'AFTER_365_DAYS',
          ],
        },
        transition_to_ia: {
          type: 'string',
          optional: true,
          enum: [
            'AFTER_7_DAYS',
            'AFTER_14_DAYS',
            'AFTER_30_DAYS',
            'AFTER_60_DAYS',
            'AFTER_90_DAYS',
            'AFTER_1_DAY',
            'AFTER_180_DAYS',
            'AFTER_270_DAYS',
            'AFTER_365_DAYS',
          ],
        },
        transition_to_primary_storage_class: { type: 'string', optional: true, enum: ['AFTER_1_ACCESS'] },
      },
    },
    protection: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        replication_overwrite: {
          type: 'string',
          optional: true,
          computed: true,
          enum: ['ENABLED', 'DISABLED'],
        },
      },
    },
  },
};
