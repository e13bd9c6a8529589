import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { sameContainerDefinitions } from './container-definitions.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition */
export const taskDefinitionSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    arn_without_revision: { type: 'string', computed: true },
    container_definitions: {
      type: 'string',
      required: true,
      forceNew: true,
      equivalent: sameContainerDefinitions,
    },
    cpu: { type: 'string', optional: true, forceNew: true },
    enable_fault_injection: { type: 'bool', optional: true, computed: true, forceNew: true },
    execution_role_arn: { type: 'string', optional: true, forceNew: true, pattern: arnPattern },
    family: {
      type: 'string',
      required: true,
      forceNew: true,
      range: [1, 255],
      pattern: { regex: /^[0-9A-Za-z_-]+$/, message: 'must match ^[0-9A-Za-z_-]+$' },
    },
    ipc_mode: { type: 'string', optional: true, forceNew: true, enum: ['host', 'task', 'none'] },
    memory: { type: 'string', optional: true, forceNew: true },
    network_mode: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['bridge', 'host', 'awsvpc', 'none'],
    },
    pid_mode: { type: 'string', optional: true, forceNew: true, enum: ['host', 'task'] },
    requires_compatibilities: {
      type: 'set(string)',
      optional: true,
      forceNew: true,
      enum: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'],
    },
    revision: { type: 'number', computed: true },
    skip_destroy: { type: 'bool', optional: true, default: false },
    task_role_arn: { type: 'string', optional: true, forceNew: true, pattern: arnPattern },
    track_latest: { type: 'bool', optional: true, default: false },
    ...tagAttributes,
  },
  blocks: {
    ephemeral_storage: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: { size_in_gib: { type: 'number', required: true, forceNew: true, range: [21, 200] } },
    },
    placement_constraints: {
      nesting: 'set',
      max: 10,
      forceNew: true,
      attributes: {
        expression: { type: 'string', optional: true, forceNew: true },
        type: { type: 'string', required: true, forceNew: true, enum: ['memberOf'] },
      },
    },
    proxy_configuration: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        container_name: { type: 'string', required: true, forceNew: true },
        properties: { type: 'map(string)', optional: true, forceNew: true },
        type: { type: 'string', optional: true, forceNew: true, default: 'APPMESH', enum: ['APPMESH'] },
      },
    },
    runtime_platform: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        cpu_architecture: { type: 'string', optional: true, forceNew: true, enum: ['X86_64', 'ARM64'] },
        operating_system_family: {
          type: 'string',
          optional: true,
          forceNew: true,
          enum: [
            'WINDOWS_SERVER_2019_FULL',
            'WINDOWS_SERVER_2019_CORE',
            'WINDOWS_SERVER_2016_FULL',
            'WINDOWS_SERVER_2004_CORE',
            'WINDOWS_SERVER_2022_CORE',
            'WINDOWS_SERVER_2022_FULL',
            'WINDOWS_SERVER_2025_CORE',
            'WINDOWS_SERVER_2025_FULL',
            'WINDOWS_SERVER_20H2_CORE',
            'LINUX',
          ],
        },
      },
    },
    volume: {
      nesting: 'set',
      forceNew: true,
      attributes: {
        configure_at_launch: { type: 'bool', optional: true, computed: true, forceNew: true },
        host_path: { type: 'string', optional: true, forceNew: true },
        name: { type: 'string', required: true, forceNew: true },
      },
      blocks: {
        docker_volume_configuration: {
          nesting: 'list',
          max: 1,
          forceNew: true,
          attributes: {
            autoprovision: { type: 'bool', optional: true, forceNew: true, default: false },
            driver: { type: 'string', optional: true, computed: true, forceNew: true },
            driver_opts: { type: 'map(string)', optional: true, forceNew: true },
            labels: { type: 'map(string)', optional: true, forceNew: true },
            scope: {
              type: 'string',
              optional: true,
              computed: true,
              forceNew: true,
              enum: ['task', 'shared'],
            },
          },
        },
        efs_volume_configuration: {
          nesting: 'list',
          max: 1,
          forceNew: true,
          attributes: {
            file_system_id: { type: 'string', required: true, forceNew: true },
            root_directory: { type: 'string', optional: true, forceNew: true, default: '/' },
            transit_encryption: {
              type: 'string',
              optional: true,
              forceNew: true,
              enum: ['ENABLED', 'DISABLED'],
            },
            transit_encryption_port: {
              type: 'number',
              optional: true,
              forceNew: true,
              default: 0,
              range: [0, 65535],
            },
          },
          blocks: {
            authorization_config: {
              nesting: 'list',
              max: 1,
              forceNew: true,
              attributes: {
                access_point_id: { type: 'string', optional: true, forceNew: true },
                iam: { type: 'string', optional: true, forceNew: true, enum: ['ENABLED', 'DISABLED'] },
              },
            },
          },
        },
        fsx_windows_file_server_volume_configuration: {
          nesting: 'list',
          max: 1,
          forceNew: true,
          attributes: {
            file_system_id: { type: 'string', required: true, forceNew: true },
            root_directory: { type: 'string', required: true, forceNew: true },
          },
          blocks: {
            authorization_config: {
              nesting: 'list',
              min: 1,
              max: 1,
              forceNew: true,
              attributes: {
                credentials_parameter: {
                  type: 'string',
                  required: true,
                  forceNew: true,
                  pattern: arnPattern,
                },
                domain: { type: 'string', required: true, forceNew: true },
              },
            },
          },
        },
        s3files_volume_configuration: {
          nesting: 'list',
          max: 1,
          forceNew: true,
          attributes: {
            access_point_arn: { type: 'string', optional: true, forceNew: true, pattern: arnPattern },
            file_system_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
            root_directory: { type: 'string', optional: true, forceNew: true, default: '/' },
            transit_encryption_port: {
              type: 'number',
              optional: true,
              forceNew: true,
              default: 0,
              range: [0, 65535],
            },
          },
        },
      },
    },
  },
};
