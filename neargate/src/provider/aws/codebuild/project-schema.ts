import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { projectNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project */
export const projectSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    auto_retry_limit: { type: 'number', optional: true, computed: true },
    badge_enabled: { type: 'bool', optional: true, default: false },
    badge_url: { type: 'string', computed: true },
    build_timeout: { type: 'number', optional: true, default: 60, range: [5, 2160] },
    concurrent_build_limit: { type: 'number', optional: true, range: [1, null] },
    description: { type: 'string', optional: true, computed: true, range: [0, 255] },
    encryption_key: { type: 'string', optional: true, computed: true },
    name: { type: 'string', required: true, forceNew: true, pattern: projectNamePattern },
    project_visibility: {
      type: 'string',
      optional: true,
      default: 'PRIVATE',
      enum: ['PUBLIC_READ', 'PRIVATE'],
    },
    public_project_alias: { type: 'string', computed: true },
    queued_timeout: { type: 'number', optional: true, default: 480, range: [5, 480] },
    resource_access_role: { type: 'string', optional: true, pattern: arnPattern },
    service_role: { type: 'string', required: true, pattern: arnPattern },
    source_version: { type: 'string', optional: true },
    ...tagAttributes,
  },
  blocks: {
    artifacts: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        artifact_identifier: { type: 'string', optional: true },
        bucket_owner_access: { type: 'string', optional: true, enum: ['NONE', 'READ_ONLY', 'FULL'] },
        encryption_disabled: { type: 'bool', optional: true, default: false },
        location: { type: 'string', optional: true },
        name: { type: 'string', optional: true },
        namespace_type: { type: 'string', optional: true, enum: ['NONE', 'BUILD_ID'] },
        override_artifact_name: { type: 'bool', optional: true, default: false },
        packaging: { type: 'string', optional: true, enum: ['NONE', 'ZIP'] },
        path: { type: 'string', optional: true },
        type: { type: 'string', required: true, enum: ['CODEPIPELINE', 'S3', 'NO_ARTIFACTS'] },
      },
    },
    build_batch_config: {
      nesting: 'list',
      max: 1,
      attributes: {
        combine_artifacts: { type: 'bool', optional: true },
        service_role: { type: 'string', required: true, pattern: arnPattern },
        timeout_in_mins: { type: 'number', optional: true, range: [5, 2160] },
      },
      blocks: {
        restrictions: {
          nesting: 'list',
          max: 1,
          attributes: {
            compute_types_allowed: {
              type: 'list(string)',
              optional: true,
              enum: [
                'BUILD_GENERAL1_SMALL',
                'BUILD_GENERAL1_MEDIUM',
                'BUILD_GENERAL1_LARGE',
                'BUILD_GENERAL1_XLARGE',
                'BUILD_GENERAL1_2XLARGE',
                'BUILD_LAMBDA_1GB',
                'BUILD_LAMBDA_2GB',
                'BUILD_LAMBDA_4GB',
                'BUILD_LAMBDA_8GB',
                'BUILD_LAMBDA_10GB',
                'ATTRIBUTE_BASED_COMPUTE',
                'CUSTOM_INSTANCE_TYPE',
              ],
            },
            maximum_builds_allowed: { type: 'number', optional: true, range: [1, 100] },
          },
        },
      },
    },
    cache: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        cache_namespace: { type: 'string', optional: true },
        location: { type: 'string', optional: true },
        modes: {
          type: 'list(string)',
          optional: true,
          enum: ['LOCAL_DOCKER_LAYER_CACHE', 'LOCAL_SOURCE_CACHE', 'LOCAL_CUSTOM_CACHE'],
        },
        type: { type: 'string', optional: true, default: 'NO_CACHE', enum: ['NO_CACHE', 'S3', 'LOCAL'] },
      },
    },
    environment: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        certificate: {
          type: 'string',
          optional: true,
          pattern: { regex: /\.(pem|zip)$/, message: 'must match \\.(pem|zip)$' },
        },
        compute_type: {
          type: 'string',
          required: true,
          enum: [
            'BUILD_GENERAL1_SMALL',
            'BUILD_GENERAL1_MEDIUM',
            'BUILD_GENERAL1_LARGE',
            'BUILD_GENERAL1_XLARGE',
            'BUILD_GENERAL1_2XLARGE',
            'BUILD_LAMBDA_1GB',
            'BUILD_LAMBDA_2GB',
            'BUILD_LAMBDA_4GB',
            'BUILD_LAMBDA_8GB',
            'BUILD_LAMBDA_10GB',
            'ATTRIBUTE_BASED_COMPUTE',
            'CUSTOM_INSTANCE_TYPE',
          ],
        },
        host_kernel: { type: 'string', optional: true, computed: true },
        image: { type: 'string', required: true },
        image_pull_credentials_type: {
          type: 'string',
          optional: true,
          default: 'CODEBUILD',
          enum: ['CODEBUILD', 'SERVICE_ROLE'],
        },
        privileged_mode: { type: 'bool', optional: true, default: false },
        type: {
          type: 'string',
          required: true,
          enum: [
            'WINDOWS_CONTAINER',
            'LINUX_CONTAINER',
            'LINUX_GPU_CONTAINER',
            'ARM_CONTAINER',
            'WINDOWS_SERVER_2019_CONTAINER',
            'WINDOWS_SERVER_2022_CONTAINER',
            'LINUX_LAMBDA_CONTAINER',
            'ARM_LAMBDA_CONTAINER',
            'LINUX_EC2',
            'ARM_EC2',
            'WINDOWS_EC2',
            'MAC_ARM',
          ],
        },
      },
      blocks: {
        docker_server: {
          nesting: 'list',
          max: 1,
          attributes: {
            compute_type: {
              type: 'string',
              required: true,
              enum: [
                'BUILD_GENERAL1_SMALL',
                'BUILD_GENERAL1_MEDIUM',
                'BUILD_GENERAL1_LARGE',
                'BUILD_GENERAL1_XLARGE',
                'BUILD_GENERAL1_2XLARGE',
                'BUILD_LAMBDA_1GB',
                'BUILD_LAMBDA_2GB',
                'BUILD_LAMBDA_4GB',
                'BUILD_LAMBDA_8GB',
                'BUILD_LAMBDA_10GB',
                'ATTRIBUTE_BASED_COMPUTE',
                'CUSTOM_INSTANCE_TYPE',
              ],
            },
            security_group_ids: { type: 'list(string)', optional: true },
          },
        },
        fleet: {
          nesting: 'list',
          max: 1,
          attributes: { fleet_arn: { type: 'string', optional: true, pattern: arnPattern } },
        },
        environment_variable: {
          nesting: 'list',
          attributes: {
            name: { type: 'string', required: true },
            type: {
              type: 'string',
              optional: true,
              default: 'PLAINTEXT',
              enum: ['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER'],
            },
            value: { type: 'string', required: true },
          },
        },
        registry_credential: {
          nesting: 'list',
          max: 1,
          attributes: {
            credential: { type: 'string', required: true },
            credential_provider: { type: 'string', required: true, enum: ['SECRETS_MANAGER'] },
          },
        },
      },
    },
    file_system_locations: {
      nesting: 'set',
      attributes: {
        identifier: { type: 'string', optional: true },
        location: { type: 'string', optional: true },
        mount_options: { type: 'string', optional: true },
        mount_point: { type: 'string', optional: true },
        type: { type: 'string', optional: true, default: 'EFS', enum: ['EFS'] },
      },
    },
    logs_config: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {},
      blocks: {
        cloudwatch_logs: {
          nesting: 'list',
          max: 1,
          computed: true,
          attributes: {
            group_name: { type: 'string', optional: true },
            status: { type: 'string', optional: true, default: 'ENABLED', enum: ['ENABLED', 'DISABLED'] },
            stream_name: { type: 'string', optional: true },
          },
        },
        s3_logs: {
          nesting: 'list',
          max: 1,
          computed: true,
          attributes: {
            bucket_owner_access: { type: 'string', optional: true, enum: ['NONE', 'READ_ONLY', 'FULL'] },
            encryption_disabled: { type: 'bool', optional: true, default: false },
            location: { type: 'string', optional: true },
            status: { type: 'string', optional: true, default: 'DISABLED', enum: ['ENABLED', 'DISABLED'] },
          },
        },
      },
    },
    secondary_artifacts: {
      nesting: 'set',
      max: 12,
      attributes: {
        artifact_identifier: { type: 'string', required: true },
        bucket_owner_access: { type: 'string', optional: true, enum: ['NONE', 'READ_ONLY', 'FULL'] },
        encryption_disabled: { type: 'bool', optional: true, default: false },
        location: { type: 'string', optional: true },
        name: { type: 'string', optional: true },
        namespace_type: { type: 'string', optional: true, default: 'NONE', enum: ['NONE', 'BUILD_ID'] },
        override_artifact_name: { type: 'bool', optional: true, default: false },
        packaging: { type: 'string', optional: true, default: 'NONE', enum: ['NONE', 'ZIP'] },
        path: { type: 'string', optional: true },
        type: { type: 'string', required: true, enum: ['CODEPIPELINE', 'S3', 'NO_ARTIFACTS'] },
      },
    },
    secondary_sources: {
      nesting: 'set',
      max: 12,
      attributes: {
        buildspec: { type: 'string', optional: true },
        git_clone_depth: { type: 'number', optional: true, range: [0, null] },
        insecure_ssl: { type: 'bool', optional: true },
        location: { type: 'string', optional: true },
        report_build_status: { type: 'bool', optional: true },
        source_identifier: { type: 'string', required: true },
        type: {
          type: 'string',
          required: true,
          enum: [
            'CODECOMMIT',
            'CODEPIPELINE',
            'GITHUB',
            'GITLAB',
            'GITLAB_SELF_MANAGED',
            'S3',
            'BITBUCKET',
            'GITHUB_ENTERPRISE',
            'NO_SOURCE',
          ],
        },
      },
      blocks: {
        auth: {
          nesting: 'list',
          max: 1,
          attributes: {
            resource: { type: 'string', required: true, pattern: arnPattern },
            type: {
              type: 'string',
              required: true,
              enum: ['OAUTH', 'BASIC_AUTH', 'PERSONAL_ACCESS_TOKEN', 'CODECONNECTIONS', 'SECRETS_MANAGER'],
            },
          },
        },
        build_status_config: {
          nesting: 'list',
          max: 1,
          attributes: {
            context: { type: 'string', optional: true },
            target_url: { type: 'string', optional: true },
          },
        },
        git_submodules_config: {
          nesting: 'list',
          max: 1,
          attributes: { fetch_submodules: { type: 'bool', required: true } },
        },
      },
    },
    secondary_source_version: {
      nesting: 'set',
      max: 12,
      attributes: {
        source_identifier: { type: 'string', required: true },
        source_version: { type: 'string', required: true },
      },
    },
    source: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        buildspec: { type: 'string', optional: true },
        git_clone_depth: { type: 'number', optional: true, range: [0, null] },
        insecure_ssl: { type: 'bool', optional: true },
        location: { type: 'string', optional: true },
        type: {
          type: 'string',
          required: true,
          enum: [
            'CODECOMMIT',
            'CODEPIPELINE',
            'GITHUB',
            'GITLAB',
            'GITLAB_SELF_MANAGED',
            'S3',
            'BITBUCKET',
            'GITHUB_ENTERPRISE',
            'NO_SOURCE',
          ],
        },
        report_build_status: { type: 'bool', optional: true },
      },
      blocks: {
        auth: {
          nesting: 'list',
          max: 1,
          attributes: {
            type: {
              type: 'string',
              required: true,
              enum: ['OAUTH', 'BASIC_AUTH', 'PERSONAL_ACCESS_TOKEN', 'CODECONNECTIONS', 'SECRETS_MANAGER'],
            },
            resource: { type: 'string', required: true, pattern: arnPattern },
          },
        },
        build_status_config: {
          nesting: 'list',
          max: 1,
          attributes: {
            context: { type: 'string', optional: true },
            target_url: { type: 'string', optional: true },
          },
        },
        git_submodules_config: {
          nesting: 'list',
          max: 1,
          attributes: { fetch_submodules: { type: 'bool', required: true } },
        },
      },
    },
    vpc_config: {
      nesting: 'list',
      max: 1,
      attributes: {
        subnets: { type: 'set(string)', required: true },
        security_group_ids: { type: 'set(string)', required: true },
        vpc_id: { type: 'string', required: true },
      },
    },
  },
};
