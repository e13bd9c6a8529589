import type { UpdateServiceRequest, UpdateServiceResponse } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { strategyProblem } from '../capacity-provider-strategy.ts';
import { requireRoleForExec } from '../run-task-validation.ts';
import { saveStartedDeployment, startDeployment, withDesiredCount } from '../deployments.ts';
import { requireDeploymentConfiguration } from '../deployment-configuration-validation.ts';
import { describeService } from '../describe-service.ts';
import { clientException, invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { findActiveCluster, findActiveService, findTaskDefinition } from '../references.ts';
import { deploymentConfiguration, withNetworkDefaults } from '../service-defaults.ts';
import { serviceEvents } from '../service-events.ts';
import { tellServiceAction } from '../service-state-events.ts';
import { requireControllersOwn, startsDeployment } from '../service-update.ts';
import {
  requireActive,
  requireDesiredCount,
  requireLaunchType,
  requireLoadBalancers,
  requireNetwork,
  requirePercents,
  requireRebalancing,
} from '../service-validation.ts';
import { ecsTablesOf, type ServiceRow } from '../store.ts';
import { requireServiceConnect } from '../service-connect-validation.ts';
import { requireServiceRegistries } from '../service-registry-validation.ts';
import { requireTargetGroups } from '../target-group-validation.ts';
import { taskSetsOf } from '../task-sets.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export const updateService = operation<UpdateServiceRequest, UpdateServiceResponse>({
  input: {
    service: { required: true },
    propagateTags: { enum: ['TASK_DEFINITION', 'SERVICE', 'NONE'] },
    availabilityZoneRebalancing: { enum: ['ENABLED', 'DISABLED'] },
    healthCheckGracePeriodSeconds: { min: 0, max: 2_147_483_647 },
  },
  handle(context, input) {
    const before = findActiveService(context, input.cluster, input.service ?? '');
    const changed = changedService(context, input, before);
    validate(context, input, before, changed);
    const tables = ecsTablesOf(context);
    let saved: ServiceRow;
    requireControllersOwn(before, changed, input.forceNewDeployment === true);
    if (startsDeployment(input, before, changed)) {
      // Only a service that CodeDeploy handed over to ECS has any: their tasks are replaced by the deployment.
      for (const { taskSetArn } of taskSetsOf(tables, before)) tables.taskSets.delete(taskSetArn);
      saved = saveStartedDeployment(context, startDeployment(changed, context.clock.now(), context.ids));
    } else {
      saved = withDesiredCount(changed, changed.desiredCount);
      tables.services.put(saved.serviceArn, saved);
    }
    if (changed.desiredCount !== before.desiredCount) {
      tellServiceAction(context, tables.services.scope, saved, {
        eventName: 'SERVICE_DESIRED_COUNT_UPDATED',
      });
    }
    const events = serviceEvents(context.store, tables.services.scope, saved);
    return { service: describeService(tables, saved, events, { includeTags: true }) };
  },
});

function changedService(
  context: OperationContext,
  input: UpdateServiceRequest,
  before: ServiceRow,
): ServiceRow {
  const definition =
    input.taskDefinition === undefined
      ? undefined
      : findTaskDefinition(context, input.taskDefinition, taskDefinitionNotFoundForUse);
  const strategy = input.capacityProviderStrategy;
  const launch =
    strategy === undefined
      ? {}
      : strategy.length > 0
        ? { capacityProviderStrategy: strategy, launchType: undefined }
        : { capacityProviderStrategy: undefined, launchType: before.launchType ?? ('FARGATE' as const) };
  return {
    ...before,
    ...launch,
    desiredCount: input.desiredCount ?? before.desiredCount,
    taskDefinition: definition?.taskDefinitionArn ?? before.taskDefinition,
    platformVersion: input.platformVersion ?? before.platformVersion,
    networkConfiguration:
      input.networkConfiguration?.awsvpcConfiguration === undefined
        ? before.networkConfiguration
        : withNetworkDefaults(input.networkConfiguration),
    loadBalancers: input.loadBalancers ?? before.loadBalancers,
    serviceRegistries: input.serviceRegistries ?? before.serviceRegistries,
    serviceConnectConfiguration: input.serviceConnectConfiguration ?? before.serviceConnectConfiguration,
    volumeConfigurations: input.volumeConfigurations ?? before.volumeConfigurations,
    deploymentConfiguration: deploymentConfiguration(
      input.deploymentConfiguration,
      before.deploymentConfiguration,
      before.schedulingStrategy,
    ),
    deploymentController: input.deploymentController ?? before.deploymentController,
    healthCheckGracePeriodSeconds:
      input.healthCheckGracePeriodSeconds ?? before.healthCheckGracePeriodSeconds,
    placementConstraints: input.placementConstraints ?? before.placementConstraints,
    placementStrategy: input.placementStrategy ?? before.placementStrategy,
    enableEcsManagedTags: input.enableECSManagedTags ?? before.enableEcsManagedTags,
    enableExecuteCommand: input.enableExecuteCommand ?? before.enableExecuteCommand,
    propagateTags: input.propagateTags ?? before.propagateTags,
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? before.availabilityZoneRebalancing,
    lastUpdatedAtMs: context.clock.now(),
  };
}

function validate(
  context: OperationContext,
  input: UpdateServiceRequest,
  before: ServiceRow,
  changed: ServiceRow,
): void {
  // A service may go on with a revision that was deregistered since; only a newly named one must be ACTIVE.
  if (changed.taskDefinition !== '') {
    const definition = findTaskDefinition(context, changed.taskDefinition, taskDefinitionNotFoundForUse);
    if (changed.taskDefinition !== before.taskDefinition) {
      requireActive(definition, clientException);
      requireLaunchType(definition, changed.launchType);
    }
    if (input.networkConfiguration !== undefined || input.taskDefinition !== undefined) {
      requireNetwork(context, definition, changed.networkConfiguration);
    }
    if (input.loadBalancers !== undefined || input.taskDefinition !== undefined) {
      requireLoadBalancers(definition, changed.loadBalancers);
    }
    if (input.serviceRegistries !== undefined || input.taskDefinition !== undefined) {
      requireServiceRegistries(context, definition, changed.serviceRegistries);
    }
    if (input.serviceConnectConfiguration !== undefined || input.taskDefinition !== undefined) {
      const cluster = findActiveCluster(context, input.cluster);
      requireServiceConnect(context, cluster, definition, changed.serviceConnectConfiguration);
    }
    if (input.loadBalancers !== undefined) {
      requireTargetGroups(context, definition, changed.loadBalancers);
    }
    if (input.enableExecuteCommand !== undefined || input.taskDefinition !== undefined) {
      requireRoleForExec(definition, changed.enableExecuteCommand, "The service couldn't be updated");
    }
  }
  requireDesiredCount(input.desiredCount);
  if (input.healthCheckGracePeriodSeconds !== undefined && changed.loadBalancers.length === 0) {
    throw invalidParameter(
      'Health check grace period is only valid for services configured to use load balancers',
    );
  }
  if (input.capacityProviderStrategy !== undefined) {
    const { capacityProviders } = findActiveCluster(context, input.cluster);
    const problem = strategyProblem(input.capacityProviderStrategy, capacityProviders);
    if (problem !== undefined) throw invalidParameter(problem);
  }
  if (input.deploymentConfiguration !== undefined) {
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = changed.deploymentConfiguration;
    requirePercents(minimumHealthyPercent, maximumPercent);
  }
  if (input.deploymentConfiguration !== undefined || input.loadBalancers !== undefined) {
    requireDeploymentConfiguration(changed.deploymentConfiguration, changed.loadBalancers);
  }
  requireRebalancing(input.availabilityZoneRebalancing, changed.deploymentConfiguration.maximumPercent);
}
