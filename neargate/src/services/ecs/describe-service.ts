import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { toDate } from '../timestamps.ts';
import { describeTaskSet } from './describe-task-set.ts';
import { countTasks, type TaskCounts } from './task-counts.ts';
import type { DeploymentRow, EcsTables, ServiceEventRow, ServiceRow } from './store.ts';
import { taskSetsOf } from './task-sets.ts';

/**
 * A service as DescribeServices shows it. Counts come from the tasks themselves, so that they can't disagree with them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
 */
export function describeService(
  tables: EcsTables,
  row: ServiceRow,
  events: readonly ServiceEventRow[],
  options: { includeTags?: boolean } = {},
): Service {
  const counts = countTasks(tables, row);
  const shown = row.deployments.filter(({ status }) => status !== 'INACTIVE');
  return {
    serviceArn: row.serviceArn,
    serviceName: row.serviceName,
    clusterArn: row.clusterArn,
    status: row.status,
    desiredCount: row.desiredCount,
    runningCount: counts.total.running,
    pendingCount: counts.total.pending,
    taskDefinition: row.taskDefinition === '' ? undefined : row.taskDefinition,
    launchType: row.launchType,
    capacityProviderStrategy: row.capacityProviderStrategy && [...row.capacityProviderStrategy],
    platformVersion: row.platformVersion,
    platformFamily: row.platformFamily,
    networkConfiguration: row.networkConfiguration,
    loadBalancers: [...row.loadBalancers],
    serviceRegistries: [...row.serviceRegistries],
    deploymentConfiguration: row.deploymentConfiguration,
    deploymentController: row.deploymentController,
    healthCheckGracePeriodSeconds: row.healthCheckGracePeriodSeconds,
    schedulingStrategy: row.schedulingStrategy,
    placementConstraints: [...row.placementConstraints],
    placementStrategy: [...row.placementStrategy],
    enableECSManagedTags: row.enableEcsManagedTags,
    enableExecuteCommand: row.enableExecuteCommand,
    propagateTags: row.propagateTags,
    availabilityZoneRebalancing: row.availabilityZoneRebalancing,
    roleArn: row.roleArn,
    createdBy: row.createdBy,
    createdAt: toDate(row.createdAtMs),
    tags: options.includeTags === true ? [...row.tags] : undefined,
    deployments: shown.map((deployment) => describeDeployment(deployment, counts.of(deployment.id))),
    taskSets:
      (row.deploymentController.type ?? 'ECS') === 'ECS'
        ? undefined
        : taskSetsOf(tables, row).map((taskSet) => describeTaskSet(row, taskSet, counts.of(taskSet.id))),
    events: events.map(({ id, createdAtMs, message }) => ({ id, createdAt: toDate(createdAtMs), message })),
    currentServiceDeployment: row.currentServiceDeployment,
    currentServiceRevisions: shown.map((deployment) => {
      const { running, pending } = counts.of(deployment.id);
      return {
        arn: deployment.serviceRevisionArn,
        requestedTaskCount: deployment.desiredCount,
        runningTaskCount: running,
        pendingTaskCount: pending,
      };
    }),
  };
}

function describeDeployment(row: DeploymentRow, counts: TaskCounts): Deployment {
  return {
    id: row.id,
    status: row.status,
    taskDefinition: row.taskDefinition,
    desiredCount: row.desiredCount,
    pendingCount: counts.pending,
    runningCount: counts.running,
    failedTasks: row.observed.failedTasks,
    createdAt: toDate(row.createdAtMs),
    updatedAt: toDate(row.observed.updatedAtMs),
    launchType: row.launchType,
    capacityProviderStrategy: row.capacityProviderStrategy && [...row.capacityProviderStrategy],
    platformVersion: row.platformVersion,
    platformFamily: row.platformFamily,
    networkConfiguration: row.networkConfiguration,
    rolloutState: row.observed.rolloutState,
    rolloutStateReason: row.observed.rolloutStateReason,
    serviceConnectConfiguration: row.serviceConnectConfiguration,
    volumeConfigurations: row.volumeConfigurations && [...row.volumeConfigurations],
  };
}
