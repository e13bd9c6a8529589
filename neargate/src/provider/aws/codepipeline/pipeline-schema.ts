import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

const condition: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: { result: { type: 'string', optional: true, enum: ['ROLLBACK', 'FAIL', 'RETRY', 'SKIP'] } },
  blocks: {
    rule: {
      nesting: 'list',
      min: 1,
      max: 5,
      attributes: {
        commands: { type: 'list(string)', optional: true, range: [1, 1000] },
        configuration: { type: 'map(string)', optional: true, range: [1, 10000] },
        input_artifacts: {
          type: 'list(string)',
          optional: true,
          range: [1, 100],
          pattern: { regex: /[a-zA-Z0-9_-]+/, message: 'must match [a-zA-Z0-9_\\-]+' },
        },
        name: {
          type: 'string',
          required: true,
          pattern: { regex: /[A-Za-z0-9.@\-_]+/, message: 'must match [A-Za-z0-9.@\\-_]+' },
        },
        region: { type: 'string', optional: true },
        role_arn: { type: 'string', optional: true, pattern: arnPattern },
        timeout_in_minutes: { type: 'number', optional: true, range: [5, 86400] },
      },
      blocks: {
        rule_type_id: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            category: { type: 'string', required: true, enum: ['Rule'] },
            owner: { type: 'string', optional: true, enum: ['AWS'] },
            provider: { type: 'string', required: true },
            version: {
              type: 'string',
              optional: true,
              range: [1, 9],
              pattern: { regex: /[0-9A-Za-z_-]+/, message: 'must match [0-9A-Za-z_-]+' },
            },
          },
        },
      },
    },
  },
};

const patterns: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    excludes: { type: 'list(string)', optional: true, range: [1, 255] },
    includes: { type: 'list(string)', optional: true, range: [1, 255] },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codepipeline */
export const pipelineSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    execution_mode: {
      type: 'string',
      optional: true,
      default: 'SUPERSEDED',
      enum: ['QUEUED', 'SUPERSEDED', 'PARALLEL'],
    },
    name: {
      type: 'string',
      required: true,
      forceNew: true,
      range: [1, 100],
      pattern: { regex: /[0-9A-Za-z_.@-]+/, message: 'must match [0-9A-Za-z_.@-]+' },
    },
    pipeline_type: { type: 'string', optional: true, default: 'V1', enum: ['V1', 'V2'] },
    role_arn: { type: 'string', required: true, pattern: arnPattern },
    trigger_all: {
      type: 'list(object({git_configuration = list(object({pull_request = list(object({branches = list(object({excludes = list(string), includes = list(string)})), events = list(string), file_paths = list(object({excludes = list(string), includes = list(string)}))})), push = list(object({branches = list(object({excludes = list(string), includes = list(string)})), file_paths = list(object({excludes = list(string), includes = list(string)})), tags = list(object({excludes = list(string), includes = list(string)}))})), source_action_name = string})), provider_type = string}))',
      computed: true,
    },
    ...tagAttributes,
  },
  blocks: {
    artifact_store: {
      nesting: 'set',
      min: 1,
      attributes: {
        location: { type: 'string', required: true },
        region: { type: 'string', optional: true },
        type: { type: 'string', required: true, enum: ['S3'] },
      },
      blocks: {
        encryption_key: {
          nesting: 'list',
          max: 1,
          attributes: {
            id: { type: 'string', required: true },
            type: { type: 'string', required: true, enum: ['KMS'] },
          },
        },
      },
    },
    stage: {
      nesting: 'list',
      min: 2,
      attributes: {
        name: {
          type: 'string',
          required: true,
          range: [1, 100],
          pattern: { regex: /[0-9A-Za-z_.@-]+/, message: 'must match [0-9A-Za-z_.@-]+' },
        },
      },
      blocks: {
        action: {
          nesting: 'list',
          min: 1,
          attributes: {
            category: {
              type: 'string',
              required: true,
              enum: ['Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute'],
            },
            commands: { type: 'list(string)', optional: true, range: [1, 1000] },
            configuration: { type: 'map(string)', optional: true },
            input_artifacts: { type: 'list(string)', optional: true },
            name: {
              type: 'string',
              required: true,
              range: [1, 100],
              pattern: { regex: /[0-9A-Za-z_.@-]+/, message: 'must match [0-9A-Za-z_.@-]+' },
            },
            namespace: {
              type: 'string',
              optional: true,
              range: [1, 100],
              pattern: { regex: /[0-9A-Za-z_@-]+/, message: 'must match [0-9A-Za-z_@-]+' },
            },
            output_artifacts: { type: 'list(string)', optional: true },
            output_variables: { type: 'list(string)', optional: true, range: [1, 128] },
            owner: { type: 'string', required: true, enum: ['AWS', 'ThirdParty', 'Custom'] },
            provider: { type: 'string', required: true },
            region: { type: 'string', optional: true, computed: true },
            role_arn: { type: 'string', optional: true, pattern: arnPattern },
            run_order: { type: 'number', optional: true, computed: true, range: [1, 999] },
            timeout_in_minutes: { type: 'number', optional: true, range: [5, 86400] },
            version: {
              type: 'string',
              required: true,
              range: [1, 9],
              pattern: { regex: /[0-9A-Za-z_-]+/, message: 'must match [0-9A-Za-z_-]+' },
            },
          },
          blocks: {
            output_artifacts_for_compute_action: {
              nesting: 'list',
              attributes: {
                name: {
                  type: 'string',
                  required: true,
                  range: [1, 100],
                  pattern: { regex: /^[a-zA-Z0-9_-]+$/, message: 'must match ^[a-zA-Z0-9_\\-]+$' },
                },
                files: { type: 'list(string)', optional: true, range: [1, 128] },
              },
            },
          },
        },
        before_entry: { nesting: 'list', max: 1, attributes: {}, blocks: { condition: condition } },
        on_failure: {
          nesting: 'list',
          max: 1,
          attributes: {
            result: { type: 'string', optional: true, enum: ['ROLLBACK', 'FAIL', 'RETRY', 'SKIP'] },
          },
          blocks: {
            condition: {
              nesting: 'list',
              max: 1,
              attributes: {
                result: { type: 'string', optional: true, enum: ['ROLLBACK', 'FAIL', 'RETRY', 'SKIP'] },
              },
              blocks: {
                rule: {
                  nesting: 'list',
                  min: 1,
                  max: 5,
                  attributes: {
                    commands: { type: 'list(string)', optional: true, range: [1, 1000] },
                    configuration: { type: 'map(string)', optional: true, range: [1, 10000] },
                    input_artifacts: {
                      type: 'list(string)',
                      optional: true,
                      range: [1, 100],
                      pattern: { regex: /[a-zA-Z0-9_-]+/, message: 'must match [a-zA-Z0-9_\\-]+' },
                    },
                    name: {
                      type: 'string',
                      required: true,
                      pattern: { regex: /[A-Za-z0-9.@\-_]+/, message: 'must match [A-Za-z0-9.@\\-_]+' },
                    },
                    region: { type: 'string', optional: true },
                    role_arn: { type: 'string', optional: true, pattern: arnPattern },
                    timeout_in_minutes: { type: 'number', optional: true, range: [5, 86400] },
                  },
                  blocks: {
                    rule_type_id: {
                      nesting: 'list',
                      min: 1,
                      max: 1,
                      attributes: {
                        category: { type: 'string', required: true, enum: ['Rule'] },
                        owner: { type: 'string', optional: true, enum: ['AWS'] },
                        provider: { type: 'string', required: true },
                        version: {
                          type: 'string',
                          optional: true,
                          range: [1, 9],
                          pattern: { regex: /[0-9A-Za-z_-]+/, message: 'must match [0-9A-Za-z_-]+' },
                        },
                      },
                    },
                  },
                },
              },
            },
            retry_configuration: {
              nesting: 'list',
              max: 1,
              attributes: {
                retry_mode: { type: 'string', optional: true, enum: ['FAILED_ACTIONS', 'ALL_ACTIONS'] },
              },
            },
          },
        },
        on_success: { nesting: 'list', max: 1, attributes: {}, blocks: { condition: condition } },
      },
    },
    trigger: {
      nesting: 'list',
      max: 50,
      attributes: { provider_type: { type: 'string', required: true, enum: ['CodeStarSourceConnection'] } },
      blocks: {
        git_configuration: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            source_action_name: {
              type: 'string',
              required: true,
              range: [1, 100],
              pattern: { regex: /[0-9A-Za-z_.@-]+/, message: 'must match [0-9A-Za-z_.@-]+' },
            },
          },
          blocks: {
            pull_request: {
              nesting: 'list',
              max: 3,
              attributes: {
                events: { type: 'list(string)', optional: true, enum: ['OPEN', 'UPDATED', 'CLOSED'] },
              },
              blocks: { branches: patterns, file_paths: patterns },
            },
            push: {
              nesting: 'list',
              max: 3,
              attributes: {},
              blocks: { branches: patterns, file_paths: patterns, tags: patterns },
            },
          },
        },
      },
    },
    variable: {
      nesting: 'list',
      attributes: {
        default_value: { type: 'string', optional: true },
        description: { type: 'string', optional: true },
        name: { type: 'string', required: true },
      },
    },
  },
};
