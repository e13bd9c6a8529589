import type { CreateServiceRequest, CreateServiceResponse } from '@aws-sdk/client-ecs';
import { formatArn } from '../../../core/arn.ts';
import type { Caller, OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { strategyProblem } from '../capacity-provider-strategy.ts';
import { saveStartedDeployment, startDeployment } from '../deployments.ts';
import { describeService } from '../describe-service.ts';
import { clientException, invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { findActiveCluster, findTaskDefinition, serviceArnOf } from '../references.ts';
import { deploymentConfiguration, launchOf } from '../service-defaults.ts';
import { clearServiceEvents, serviceEvents } from '../service-events.ts';
import {
  requireActive,
  requireDesiredCount,
  requireLaunchType,
  requireLoadBalancers,
  requireNetwork,
  requirePercents,
} from '../service-validation.ts';
import { type ClusterRow, ecsTablesOf, type ServiceRow, type TaskDefinitionRow } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const createService = operation<CreateServiceRequest, CreateServiceResponse>({
  input: {
    serviceName: { required: true },
    launchType: { enum: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] },
    schedulingStrategy: { enum: ['REPLICA', 'DAEMON'] },
    propagateTags: { enum: ['TASK_DEFINITION', 'SERVICE', 'NONE'] },
    availabilityZoneRebalancing: { enum: ['ENABLED', 'DISABLED'] },
    deploymentController: { members: { type: { required: true, enum: ['ECS', 'CODE_DEPLOY', 'EXTERNAL'] } } },
    healthCheckGracePeriodSeconds: { min: 0, max: 2_147_483_647 },
  },
  handle(context, input) {
    const tables = ecsTablesOf(context);
    const cluster = findActiveCluster(context, input.cluster);
    const serviceName = input.serviceName ?? '';
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) {
      throw invalidParameter(
        'Service name must contain 1 to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.',
      );
    }
    const existing = tables.services.get(serviceArnOf(cluster, serviceName));
    if (existing?.status === 'DRAINING') {
      throw invalidParameter('Unable to Start a service that is still Draining.');
    }
    if (existing?.status === 'ACTIVE') {
      if (input.clientToken === undefined || input.clientToken !== existing.clientToken) {
        throw invalidParameter('Creation of service was not idempotent.');
      }
      return answer(context, existing);
    }
    if (input.taskDefinition === undefined) {
      throw invalidParameter('TaskDefinition can not be blank.');
    }
    const definition = findTaskDefinition(context, input.taskDefinition, taskDefinitionNotFoundForUse);
    validate(context, input, cluster, definition);
    const service = newService(context, input, cluster, definition);
    const { scope } = tables.services;
    clearServiceEvents(context.store, scope, service);
    const started = startDeployment(service, context.clock.now(), context.ids);
    return answer(context, saveStartedDeployment(context, started));
  },
});

function answer(context: OperationContext, service: ServiceRow): CreateServiceResponse {
  const tables = ecsTablesOf(context);
  const events = serviceEvents(context.store, tables.services.scope, service);
  return { service: describeService(tables, service, events, { includeTags: true }) };
}

function validate(
  context: OperationContext,
  input: CreateServiceRequest,
  cluster: ClusterRow,
  definition: TaskDefinitionRow,
): void {
  const { loadBalancers = [], launchType, capacityProviderStrategy = [] } = input;
  requireActive(definition, clientException);
  if (launchType !== undefined && capacityProviderStrategy.length > 0) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  const problem = strategyProblem(capacityProviderStrategy, cluster.capacityProviders);
  if (problem !== undefined) throw invalidParameter(problem);
  const usesFargate =
    launchType === 'FARGATE' || launchOf(input, cluster).capacityProviderStrategy !== undefined;
  requireLaunchType(definition, usesFargate ? 'FARGATE' : launchType);
  if (input.schedulingStrategy === 'DAEMON' && usesFargate) {
    throw invalidParameter('The daemon scheduling strategy is not supported with the Fargate launch type.');
  }
  if (input.schedulingStrategy !== 'DAEMON' && input.desiredCount === undefined) {
    throw invalidParameter('desiredCount is required for the REPLICA scheduling strategy.');
  }
  requireDesiredCount(input.desiredCount);
  requireNetwork(context, definition, input.networkConfiguration);
  requireLoadBalancers(definition, loadBalancers);
  if (input.healthCheckGracePeriodSeconds !== undefined && loadBalancers.length === 0) {
    throw invalidParameter(
      'Health check grace period is only valid for services configured to use load balancers',
    );
  }
  const { minimumHealthyPercent, maximumPercent } = deploymentConfiguration(
    input.deploymentConfiguration,
    {},
    input.schedulingStrategy,
  );
  requirePercents(minimumHealthyPercent, maximumPercent);
}

function newService(
  context: OperationContext,
  input: CreateServiceRequest,
  cluster: ClusterRow,
  definition: TaskDefinitionRow,
): ServiceRow {
  const { serviceName = '', schedulingStrategy = 'REPLICA' } = input;
  const launch = launchOf(input, cluster);
  const onFargate = launch.launchType !== 'EC2' && launch.launchType !== 'EXTERNAL';
  return {
    ...launch,
    serviceArn: serviceArnOf(cluster, serviceName),
    serviceName,
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    taskDefinition: definition.taskDefinitionArn,
    platformVersion: onFargate ? (input.platformVersion ?? 'LATEST') : undefined,
    platformFamily: onFargate ? 'Linux' : undefined,
    networkConfiguration: withPublicIpDefault(input.networkConfiguration),
    loadBalancers: input.loadBalancers ?? [],
    serviceRegistries: input.serviceRegistries ?? [],
    serviceConnectConfiguration: input.serviceConnectConfiguration,
    volumeConfigurations: input.volumeConfigurations,
    deploymentConfiguration: deploymentConfiguration(input.deploymentConfiguration, {}, schedulingStrategy),
    deploymentController: input.deploymentController ?? { type: 'ECS' },
    healthCheckGracePeriodSeconds:
      input.healthCheckGracePeriodSeconds ?? ((input.loadBalancers ?? []).length > 0 ? 0 : undefined),
    schedulingStrategy,
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    enableEcsManagedTags: input.enableECSManagedTags ?? false,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    propagateTags: input.propagateTags ?? 'NONE',
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
    roleArn: input.role ?? serviceLinkedRoleArn(context.caller),
    createdBy: context.caller.principalArn,
    createdAtMs: context.clock.now(),
    clientToken: input.clientToken,
    tags: input.tags ?? [],
    deployments: [],
    updateCount: 0,
  };
}

function withPublicIpDefault(
  configuration: CreateServiceRequest['networkConfiguration'],
): ServiceRow['networkConfiguration'] {
  const awsvpc = configuration?.awsvpcConfiguration;
  if (awsvpc === undefined) return configuration;
  const { subnets, securityGroups = [], assignPublicIp = 'DISABLED' } = awsvpc;
  return { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp } };
}

function serviceLinkedRoleArn({ partition, accountId }: Caller): string {
  const resource = 'role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS';
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}
