import type { Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';
import { eventBusNamePattern, ruleNamePattern, targetIdPattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_target */
export const eventTargetSchema: Schema = {
  attributes: {
    arn: { type: 'string', required: true, pattern: arnPattern },
    event_bus_name: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'default',
      pattern: eventBusNamePattern,
      range: [1, 1600],
    },
    force_destroy: { type: 'bool', optional: true, default: false },
    input: {
      type: 'string',
      optional: true,
      range: [0, 8192],
      equivalent: sameJson,
      conflictsWith: ['input_path', 'input_transformer'],
    },
    input_path: {
      type: 'string',
      optional: true,
      range: [0, 256],
      conflictsWith: ['input', 'input_transformer'],
    },
    role_arn: { type: 'string', optional: true, pattern: arnPattern },
    rule: { type: 'string', required: true, forceNew: true, pattern: ruleNamePattern },
    target_id: { type: 'string', optional: true, computed: true, forceNew: true, pattern: targetIdPattern },
  },
  blocks: {
    appsync_target: {
      nesting: 'list',
      max: 1,
      attributes: { graphql_operation: { type: 'string', optional: true, range: [1, 1048576] } },
    },
    batch_target: {
      nesting: 'list',
      max: 1,
      attributes: {
        array_size: { type: 'number', optional: true, range: [2, 10000] },
        job_attempts: { type: 'number', optional: true, range: [1, 10] },
        job_definition: { type: 'string', required: true },
        job_name: { type: 'string', required: true },
      },
    },
    dead_letter_config: {
      nesting: 'list',
      max: 1,
      attributes: { arn: { type: 'string', optional: true, pattern: arnPattern } },
    },
    ecs_target: {
      nesting: 'list',
      max: 1,
      attributes: {
        enable_ecs_managed_tags: { type: 'bool', optional: true, default: false },
        enable_execute_command: { type: 'bool', optional: true, default: false },
        group: { type: 'string', optional: true, range: [1, 255] },
        launch_type: { type: 'string', optional: true, enum: ['EC2', 'FARGATE', 'EXTERNAL'] },
        platform_version: { type: 'string', optional: true, range: [0, 1600] },
        propagate_tags: { type: 'string', optional: true, enum: ['TASK_DEFINITION'] },
        tags: { type: 'map(string)', optional: true },
        task_count: { type: 'number', optional: true, default: 1, range: [1, null] },
        task_definition_arn: { type: 'string', required: true, pattern: arnPattern },
      },
      blocks: {
        capacity_provider_strategy: {
          nesting: 'set',
          attributes: {
            base: { type: 'number', optional: true, range: [0, 100000] },
            capacity_provider: { type: 'string', required: true },
            weight: { type: 'number', optional: true, range: [0, 1000] },
          },
        },
        network_configuration: {
          nesting: 'list',
          max: 1,
          attributes: {
            assign_public_ip: { type: 'bool', optional: true, default: false },
            security_groups: { type: 'set(string)', optional: true },
            subnets: { type: 'set(string)', required: true },
          },
        },
        ordered_placement_strategy: {
          nesting: 'list',
          max: 5,
          attributes: {
            field: { type: 'string', optional: true, range: [0, 255] },
            type: { type: 'string', required: true, enum: ['random', 'spread', 'binpack'] },
          },
        },
        placement_constraint: {
          nesting: 'set',
          max: 10,
          attributes: {
            expression: { type: 'string', optional: true },
            type: { type: 'string', required: true, enum: ['distinctInstance', 'memberOf'] },
          },
        },
      },
    },
    http_target: {
      nesting: 'list',
      max: 1,
      attributes: {
        header_parameters: { type: 'map(string)', optional: true },
        path_parameter_values: { type: 'list(string)', optional: true },
        query_string_parameters: { type: 'map(string)', optional: true },
      },
    },
    input_transformer: {
      nesting: 'list',
      max: 1,
      attributes: {
        input_paths: { type: 'map(string)', optional: true },
        input_template: { type: 'string', required: true, range: [1, 8192] },
      },
    },
    kinesis_target: {
      nesting: 'list',
      max: 1,
      attributes: { partition_key_path: { type: 'string', optional: true, range: [1, 256] } },
    },
    redshift_target: {
      nesting: 'list',
      max: 1,
      attributes: {
        database: { type: 'string', required: true, range: [1, 64] },
        db_user: { type: 'string', optional: true, range: [1, 128] },
        secrets_manager_arn: { type: 'string', optional: true, pattern: arnPattern },
        sql: { type: 'string', optional: true, range: [1, 100000] },
        statement_name: { type: 'string', optional: true, range: [1, 500] },
        with_event: { type: 'bool', optional: true },
      },
    },
    retry_policy: {
      nesting: 'list',
      max: 1,
      attributes: {
        maximum_event_age_in_seconds: { type: 'number', optional: true, range: [0, 86400] },
        maximum_retry_attempts: { type: 'number', optional: true, range: [0, 185] },
      },
    },
    run_command_targets: {
      nesting: 'list',
      max: 5,
      attributes: {
        key: { type: 'string', required: true, range: [1, 128] },
        values: { type: 'list(string)', required: true, range: [1, 256] },
      },
    },
    sagemaker_pipeline_target: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {},
      blocks: {
        pipeline_parameter_list: {
          nesting: 'set',
          max: 200,
          attributes: { name: { type: 'string', required: true }, value: { type: 'string', required: true } },
        },
      },
    },
    sqs_target: {
      nesting: 'list',
      max: 1,
      attributes: { message_group_id: { type: 'string', optional: true } },
    },
  },
};
