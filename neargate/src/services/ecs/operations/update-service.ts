import type { UpdateServiceRequest, UpdateServiceResponse } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { strategyProblem } from '../capacity-provider-strategy.ts';
import { saveStartedDeployment, startDeployment, withDesiredCount } from '../deployments.ts';
import { describeService } from '../describe-service.ts';
import { clientException, invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { findActiveCluster, findActiveService, findTaskDefinition } from '../references.ts';
import { deploymentConfiguration } from '../service-defaults.ts';
import { serviceEvents } from '../service-events.ts';
import { startsDeployment } from '../service-update.ts';
import {
  requireActive,
  requireDesiredCount,
  requireLaunchType,
  requireLoadBalancers,
  requireNetwork,
  requirePercents,
} from '../service-validation.ts';
import { ecsTablesOf, type ServiceRow } from '../store.ts';

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
    if (startsDeployment(before, changed, input.forceNewDeployment === true)) {
      saved = saveStartedDeployment(context, startDeployment(changed, context.clock.now(), context.ids));
    } else {
      saved = withDesiredCount(changed, changed.desiredCount);
      tables.services.put(saved.serviceArn, saved);
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
  const awsvpc = input.networkConfiguration?.awsvpcConfiguration;
  return {
    ...before,
    ...launch,
    desiredCount: input.desiredCount ?? before.desiredCount,
    taskDefinition: definition?.taskDefinitionArn ?? before.taskDefinition,
    platformVersion: input.platformVersion ?? before.platformVersion,
    networkConfiguration:
      awsvpc === undefined
        ? before.networkConfiguration
        : {
            awsvpcConfiguration: {
              subnets: awsvpc.subnets,
              securityGroups: awsvpc.securityGroups ?? [],
              assignPublicIp: awsvpc.assignPublicIp ?? 'DISABLED',
            },
          },
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
    updateCount: before.updateCount + 1,
  };
}

function validate(
  context: OperationContext,
  input: UpdateServiceRequest,
  before: ServiceRow,
  changed: ServiceRow,
): void {
  // A service may go on with a revision that was deregistered since; only a newly named one must be ACTIVE.
  const definition = findTaskDefinition(context, changed.taskDefinition, taskDefinitionNotFoundForUse);
  if (changed.taskDefinition !== before.taskDefinition) {
    requireActive(definition, clientException);
    requireLaunchType(definition, changed.launchType);
  }
  requireDesiredCount(input.desiredCount);
  if (input.networkConfiguration !== undefined || input.taskDefinition !== undefined) {
    requireNetwork(context, definition, changed.networkConfiguration);
  }
  if (input.loadBalancers !== undefined || input.taskDefinition !== undefined) {
    requireLoadBalancers(definition, changed.loadBalancers);
  }
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
}
