import type { Plain } from '../../../terraform/provider.ts';
import type { ApiMember, ApiNaming } from '../api-shape.ts';

const tagMapping: ApiMember = {
  member: 'Tags',
  write: (tags) =>
    Object.entries((tags ?? {}) as Readonly<Record<string, Plain>>).map(([Key, Value]) => ({ Key, Value })),
  read: (tags) =>
    Object.fromEntries(
      (tags as readonly { readonly Key?: string; readonly Value?: string }[]).map(({ Key = '', Value }) => [
        Key,
        Value ?? '',
      ]),
    ),
};

/** How `aws_cloudwatch_event_target` calls the members of a target. */
export const targetNaming: ApiNaming = {
  style: 'pascal',
  names: {
    event_bus_name: null,
    force_destroy: null,
    rule: null,
    target_id: null,
    appsync_target: 'AppSyncParameters',
    'appsync_target.graphql_operation': 'GraphQLOperation',
    batch_target: 'BatchParameters',
    'batch_target.array_size': {
      member: 'ArrayProperties',
      write: (size) => ({ Size: size }),
      read: (properties) => (properties as { readonly Size?: number }).Size ?? null,
    },
    'batch_target.job_attempts': {
      member: 'RetryStrategy',
      write: (attempts) => ({ Attempts: attempts }),
      read: (strategy) => (strategy as { readonly Attempts?: number }).Attempts ?? null,
    },
    ecs_target: 'EcsParameters',
    'ecs_target.enable_ecs_managed_tags': 'EnableECSManagedTags',
    'ecs_target.network_configuration': null,
    'ecs_target.ordered_placement_strategy': { member: 'PlacementStrategy', many: true },
    'ecs_target.ordered_placement_strategy.type': 'type',
    'ecs_target.ordered_placement_strategy.field': 'field',
    'ecs_target.placement_constraint': { member: 'PlacementConstraints', many: true },
    'ecs_target.placement_constraint.type': 'type',
    'ecs_target.placement_constraint.expression': 'expression',
    'ecs_target.capacity_provider_strategy.base': 'base',
    'ecs_target.capacity_provider_strategy.capacity_provider': 'capacityProvider',
    'ecs_target.capacity_provider_strategy.weight': 'weight',
    'ecs_target.tags': tagMapping,
    http_target: 'HttpParameters',
    'input_transformer.input_paths': 'InputPathsMap',
    kinesis_target: 'KinesisParameters',
    redshift_target: 'RedshiftDataParameters',
    'redshift_target.secrets_manager_arn': 'SecretManagerArn',
    // Listed one level deeper in the API; see event-target.ts.
    run_command_targets: null,
    sagemaker_pipeline_target: 'SageMakerPipelineParameters',
    'sagemaker_pipeline_target.pipeline_parameter_list': { member: 'PipelineParameterList', many: true },
    sqs_target: 'SqsParameters',
  },
};
