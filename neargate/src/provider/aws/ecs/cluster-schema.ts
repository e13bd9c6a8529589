import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { clusterNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster */
export const clusterSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true, forceNew: true, pattern: clusterNamePattern },
    ...tagAttributes,
  },
  blocks: {
    configuration: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        execute_command_configuration: {
          nesting: 'list',
          max: 1,
          attributes: {
            kms_key_id: { type: 'string', optional: true },
            logging: {
              type: 'string',
              optional: true,
              default: 'DEFAULT',
              enum: ['NONE', 'DEFAULT', 'OVERRIDE'],
            },
          },
          blocks: {
            log_configuration: {
              nesting: 'list',
              max: 1,
              attributes: {
                cloud_watch_encryption_enabled: { type: 'bool', optional: true },
                cloud_watch_log_group_name: { type: 'string', optional: true },
                s3_bucket_encryption_enabled: { type: 'bool', optional: true },
                s3_bucket_name: { type: 'string', optional: true },
                s3_key_prefix: { type: 'string', optional: true },
              },
            },
          },
        },
        managed_storage_configuration: {
          nesting: 'list',
          max: 1,
          attributes: {
            fargate_ephemeral_storage_kms_key_id: { type: 'string', optional: true },
            kms_key_id: { type: 'string', optional: true },
          },
        },
      },
    },
    service_connect_defaults: {
      nesting: 'list',
      max: 1,
      attributes: { namespace: { type: 'string', required: true, pattern: arnPattern } },
    },
    setting: {
      nesting: 'set',
      computed: true,
      attributes: {
        name: { type: 'string', required: true, enum: ['containerInsights'] },
        value: { type: 'string', required: true },
      },
    },
  },
};
