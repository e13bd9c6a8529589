import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  NetworkConfiguration,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import type { BlockSchema, PlainObject } from '../../../terraform/provider.ts';
import { toApi } from '../api-shape.ts';
import { blockOf, boolOf, hasChanged, numberOf, textOf, textsOf } from '../../arguments.ts';
import { deploymentNaming, serviceNaming } from './service-naming.ts';
import { serviceSchema } from './service-schema.ts';

const deploymentBlock: Pick<BlockSchema, 'attributes' | 'blocks'> = serviceSchema.blocks?.[
  'deployment_configuration'
] ?? { attributes: {} };

/** What CreateService is given, tags and client token apart. */
export function serviceInput(config: PlainObject): CreateServiceRequest {
  return {
    ...toApi<CreateServiceRequest>(config, serviceSchema, serviceNaming),
    cluster: textOf(config, 'cluster'),
    role: textOf(config, 'iam_role'),
    taskDefinition: textOf(config, 'task_definition'),
    desiredCount: isDaemon(config) ? undefined : (numberOf(config, 'desired_count') ?? 0),
    networkConfiguration: networkConfiguration(config),
    deploymentConfiguration: deploymentConfiguration(config),
    propagateTags: textOf(config, 'propagate_tags') as CreateServiceRequest['propagateTags'],
  };
}

/** Which arguments each member of UpdateService carries, and what says "none" when they are gone. */
const updatable: readonly {
  readonly member: keyof CreateServiceRequest & keyof UpdateServiceRequest;
  readonly arguments: readonly string[];
  readonly none?: UpdateServiceRequest[keyof UpdateServiceRequest];
}[] = [
  { member: 'availabilityZoneRebalancing', arguments: ['availability_zone_rebalancing'] },
  { member: 'capacityProviderStrategy', arguments: ['capacity_provider_strategy'], none: [] },
  {
    member: 'deploymentConfiguration',
    arguments: [
      'alarms',
      'deployment_circuit_breaker',
      'deployment_configuration',
      'deployment_maximum_percent',
      'deployment_minimum_healthy_percent',
    ],
  },
  { member: 'deploymentController', arguments: ['deployment_controller'] },
  { member: 'desiredCount', arguments: ['desired_count'] },
  { member: 'enableECSManagedTags', arguments: ['enable_ecs_managed_tags'] },
  { member: 'enableExecuteCommand', arguments: ['enable_execute_command'] },
  { member: 'healthCheckGracePeriodSeconds', arguments: ['health_check_grace_period_seconds'], none: 0 },
  { member: 'loadBalancers', arguments: ['load_balancer'], none: [] },
  { member: 'networkConfiguration', arguments: ['network_configuration'] },
  { member: 'placementConstraints', arguments: ['placement_constraints'], none: [] },
  { member: 'placementStrategy', arguments: ['ordered_placement_strategy'], none: [] },
  { member: 'platformVersion', arguments: ['platform_version'] },
  { member: 'propagateTags', arguments: ['propagate_tags'], none: 'NONE' },
  {
    member: 'serviceConnectConfiguration',
    arguments: ['service_connect_configuration'],
    none: { enabled: false },
  },
  { member: 'serviceRegistries', arguments: ['service_registries'], none: [] },
  { member: 'taskDefinition', arguments: ['task_definition'] },
  { member: 'volumeConfigurations', arguments: ['volume_configuration'], none: [] },
  { member: 'vpcLatticeConfigurations', arguments: ['vpc_lattice_configurations'], none: [] },
];

/** What UpdateService is given: the members whose arguments changed. Undefined when it need not be called. */
export function serviceUpdate(
  config: PlainObject,
  prior: PlainObject,
): Omit<UpdateServiceRequest, 'service'> | undefined {
  const input = serviceInput(config);
  const changed = updatable.filter((entry) => hasChanged(config, prior, ...entry.arguments));
  const isForced =
    boolOf(config, 'force_new_deployment') === true &&
    hasChanged(config, prior, 'force_new_deployment', 'triggers');
  if (changed.length === 0 && !isForced) return undefined;
  return {
    ...(Object.fromEntries(
      changed.map(({ member, none }) => [member, input[member] ?? none]),
    ) as Partial<UpdateServiceRequest>),
    cluster: input.cluster,
    forceNewDeployment: boolOf(config, 'force_new_deployment'),
  };
}

export function isDaemon(object: PlainObject): boolean {
  return textOf(object, 'scheduling_strategy') === 'DAEMON';
}

function networkConfiguration(config: PlainObject): NetworkConfiguration | undefined {
  const network = blockOf(config, 'network_configuration');
  if (network === undefined) return undefined;
  return {
    awsvpcConfiguration: {
      subnets: textsOf(network, 'subnets'),
      securityGroups: textsOf(network, 'security_groups'),
      assignPublicIp: boolOf(network, 'assign_public_ip') === true ? 'ENABLED' : 'DISABLED',
    },
  };
}

function deploymentConfiguration(config: PlainObject): DeploymentConfiguration {
  const breaker = blockOf(config, 'deployment_circuit_breaker');
  const alarms = blockOf(config, 'alarms');
  const strategy = blockOf(config, 'deployment_configuration');
  const minimum = numberOf(config, 'deployment_minimum_healthy_percent');
  return {
    ...(strategy === undefined
      ? {}
      : toApi<DeploymentConfiguration>(strategy, deploymentBlock, deploymentNaming)),
    // AWS refuses a maximum above 100 for daemons, and 200 is only the schema's default.
    ...(isDaemon(config)
      ? { minimumHealthyPercent: minimum }
      : { minimumHealthyPercent: minimum, maximumPercent: numberOf(config, 'deployment_maximum_percent') }),
    ...(breaker === undefined
      ? {}
      : {
          deploymentCircuitBreaker: {
            enable: boolOf(breaker, 'enable') ?? false,
            rollback: boolOf(breaker, 'rollback') ?? false,
          },
        }),
    ...(alarms === undefined
      ? {}
      : {
          alarms: {
            alarmNames: textsOf(alarms, 'alarm_names'),
            enable: boolOf(alarms, 'enable') ?? false,
            rollback: boolOf(alarms, 'rollback') ?? false,
          },
        }),
  };
}
