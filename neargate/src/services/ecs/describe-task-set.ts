import type { TaskSet } from '@aws-sdk/client-ecs';
import { toDate } from '../timestamps.ts';
import type { ServiceRow, TaskSetRow } from './store.ts';
import type { TaskCounts } from './task-counts.ts';
import { computedDesiredCount } from './task-sets.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html */
export function describeTaskSet(
  service: ServiceRow,
  row: TaskSetRow,
  counts: TaskCounts,
  options: { includeTags?: boolean } = {},
): TaskSet {
  return {
    id: row.id,
    taskSetArn: row.taskSetArn,
    serviceArn: row.serviceArn,
    clusterArn: row.clusterArn,
    startedBy: row.startedBy,
    externalId: row.externalId,
    status: row.status,
    taskDefinition: row.taskDefinition,
    computedDesiredCount: computedDesiredCount(service, row),
    pendingCount: counts.pending,
    runningCount: counts.running,
    createdAt: toDate(row.createdAtMs),
    updatedAt: toDate(row.updatedAtMs),
    launchType: row.launchType,
    capacityProviderStrategy: row.capacityProviderStrategy && [...row.capacityProviderStrategy],
    platformVersion: row.platformVersion,
    platformFamily: row.platformFamily,
    networkConfiguration: row.networkConfiguration,
    loadBalancers: [...row.loadBalancers],
    serviceRegistries: [...row.serviceRegistries],
    scale: { value: row.scalePercent, unit: 'PERCENT' },
    stabilityStatus: row.observed.stabilityStatus,
    stabilityStatusAt: toDate(row.observed.stabilityStatusAtMs),
    tags: options.includeTags === true ? [...row.tags] : undefined,
  };
}
