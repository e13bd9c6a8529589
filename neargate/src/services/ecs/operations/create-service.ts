import type { CreateServiceRequest, CreateServiceResponse } from '@aws-sdk/client-ecs';
import { formatArn } from '../../../core/arn.ts';
import type { Caller, OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { runsOnFargate, strategyProblem } from '../capacity-provider-strategy.ts';
import { saveStartedDeployment, startDeployment } from '../deployments.ts';
import { requireDeploymentConfiguration } from '../deployment-configuration-validation.ts';
import { describeService } from '../describe-service.ts';
import { clientException, invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { findActiveCluster, findTaskDefinition, serviceArnOf } from '../references.ts';
import {
  deploymentConfiguration,
  launchOf,
  rebalancingDefault,
  withNetworkDefaults,
} from '../service-defaults.ts';
import { requireRoleForExec } from '../run-task-validation.ts';
import { clearServiceEvents, serviceEvents } from '../service-events.ts';
import {
  requireActive,
  requireDeployableByCodeDeploy,
  requireDesiredCount,
  requireLaunchType,
  requireLoadBalancers,
  requireNetwork,
  requirePercents,
  requireRebalancing,
} from '../service-validation.ts';
import { type ClusterRow, ecsTablesOf, type ServiceRow, type TaskDefinitionRow } from '../store.ts';
import { requireServiceConnect } from '../service-connect-validation.ts';
import { requireServiceRegistries } from '../service-registry-validation.ts';
import { requireTargetGroups } from '../target-group-validation.ts';
import { newTaskSet } from '../task-sets.ts';

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
    const definition = definitionToUse(context, input);
    validate(context, input, cluster, definition);
    const service = newService(context, input, cluster, definition);
    const { scope } = tables.services;
    clearServiceEvents(context.store, scope, service);
    return answer(context, begin(context, service));
  },
});

/** Absent only with the EXTERNAL deployment controller, whose task sets bring their own. */
function definitionToUse(
  context: OperationContext,
  { taskDefinition, deploymentController }: CreateServiceRequest,
): TaskDefinitionRow | undefined {
  if (taskDefinition !== undefined) {
    return findTaskDefinition(context, taskDefinition, taskDefinitionNotFoundForUse);
  }
  if (deploymentController?.type === 'EXTERNAL') return undefined;
  throw invalidParameter('TaskDefinition can not be blank.');
}

/** What the deployment controller makes of a new service: a first deployment, a primary task set, or nothing yet. */
function begin(context: OperationContext, service: ServiceRow): ServiceRow {
  const nowMs = context.clock.now();
  const { services, taskSets } = ecsTablesOf(context);
  switch (service.deploymentController.type) {
    case 'EXTERNAL':
      services.put(service.serviceArn, service);
      return service;
    case 'CODE_DEPLOY': {
      const taskSet = newTaskSet(service, { template: service, status: 'PRIMARY' }, nowMs, context.ids);
      services.put(service.serviceArn, service);
      taskSets.put(taskSet.taskSetArn, taskSet);
      return service;
    }
    default:
      return saveStartedDeployment(context, startDeployment(service, nowMs, context.ids));
  }
}

function answer(context: OperationContext, service: ServiceRow): CreateServiceResponse {
  const tables = ecsTablesOf(context);
  const events = serviceEvents(context.store, tables.services.scope, service);
  return { service: describeService(tables, service, events, { includeTags: true }) };
}

function validate(
  context: OperationContext,
  input: CreateServiceRequest,
  cluster: ClusterRow,
  definition: TaskDefinitionRow | undefined,
): void {
  const { loadBalancers = [], launchType, capacityProviderStrategy = [] } = input;
  if (launchType !== undefined && capacityProviderStrategy.length > 0) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  const problem = strategyProblem(capacityProviderStrategy, cluster.capacityProviders);
  if (problem !== undefined) throw invalidParameter(problem);
  const usesFargate = runsOnFargate(launchOf(input, cluster));
  if (definition !== undefined) {
    requireActive(definition, clientException);
    requireLaunchType(definition, usesFargate ? 'FARGATE' : launchType);
    requireNetwork(context, definition, input.networkConfiguration);
    requireLoadBalancers(definition, loadBalancers);
    requireTargetGroups(context, definition, loadBalancers);
    requireServiceRegistries(context, definition, input.serviceRegistries ?? []);
    requireServiceConnect(context, cluster, definition, input.serviceConnectConfiguration);
    requireRoleForExec(definition, input.enableExecuteCommand, "The service couldn't be created");
  }
  if (input.deploymentController?.type === 'CODE_DEPLOY') {
    requireDeployableByCodeDeploy(loadBalancers, input.schedulingStrategy);
  }
  if (input.schedulingStrategy === 'DAEMON' && usesFargate) {
    throw invalidParameter('The daemon scheduling strategy is not supported with the Fargate launch type.');
  }
  if (input.schedulingStrategy !== 'DAEMON' && input.desiredCount === undefined) {
    throw invalidParameter('desiredCount is required for the REPLICA scheduling strategy.');
  }
  requireDesiredCount(input.desiredCount);
  if (input.healthCheckGracePeriodSeconds !== undefined && loadBalancers.length === 0) {
    throw invalidParameter(
      'Health check grace period is only valid for services configured to use load balancers',
    );
  }
  const configuration = deploymentConfiguration(input.deploymentConfiguration, {}, input.schedulingStrategy);
  requirePercents(configuration.minimumHealthyPercent, configuration.maximumPercent);
  requireDeploymentConfiguration(configuration, loadBalancers);
  requireRebalancing(input.availabilityZoneRebalancing, configuration.maximumPercent);
}

function newService(
  context: OperationContext,
  input: CreateServiceRequest,
  cluster: ClusterRow,
  definition: TaskDefinitionRow | undefined,
): ServiceRow {
  const { serviceName = '', schedulingStrategy = 'REPLICA' } = input;
  const launch = launchOf(input, cluster);
  const onFargate = runsOnFargate(launch);
  return {
    ...launch,
    serviceArn: serviceArnOf(cluster, serviceName),
    serviceName,
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    taskDefinition: definition?.taskDefinitionArn ?? '',
    platformVersion: onFargate ? (input.platformVersion ?? 'LATEST') : undefined,
    platformFamily: onFargate ? 'Linux' : undefined,
    networkConfiguration: withNetworkDefaults(input.networkConfiguration),
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
    availabilityZoneRebalancing:
      input.availabilityZoneRebalancing ?? rebalancingDefault(input.deploymentConfiguration?.maximumPercent),
    roleArn: input.role ?? serviceLinkedRoleArn(context.caller),
    createdBy: context.caller.principalArn,
    createdAtMs: context.clock.now(),
    clientToken: input.clientToken,
    tags: input.tags ?? [],
    deployments: [],
  };
}

function serviceLinkedRoleArn({ partition, accountId }: Caller): string {
  const resource = 'role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS';
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}
