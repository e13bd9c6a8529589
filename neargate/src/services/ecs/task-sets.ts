import type { IdSource } from '../../core/ids.ts';
import { templateOf } from './deployments.ts';
import type { DeploymentTemplate, EcsTables, ServiceRow, TaskSetRow } from './store.ts';

/** What a task set is made of beside its service. */
export interface TaskSetRequest {
  readonly template: DeploymentTemplate;
  readonly status: 'PRIMARY' | 'ACTIVE';
  /** Percent of the service's desired count; 100 unless given. */
  readonly scalePercent?: number | undefined;
  readonly startedBy?: string | undefined;
  readonly externalId?: string | undefined;
  readonly clientToken?: string | undefined;
  readonly tags?: TaskSetRow['tags'] | undefined;
}

/** A task set of which nothing runs yet. Pure. */
export function newTaskSet(
  service: ServiceRow,
  { template, scalePercent = 100, tags = [], ...request }: TaskSetRequest,
  nowMs: number,
  ids: IdSource,
): TaskSetRow {
  const id = `ecs-svc/${ids.digits(19)}`;
  const prefix = service.clusterArn.slice(0, service.clusterArn.lastIndexOf(':cluster/'));
  return {
    ...templateOf(template),
    ...request,
    id,
    taskSetArn: `${prefix}:task-set/${service.clusterName}/${service.serviceName}/${id}`,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    scalePercent,
    tags,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    observed: { stabilityStatus: 'STABILIZING', stabilityStatusAtMs: nowMs, countedTaskArns: [] },
  };
}

/** The service's task sets, oldest first. */
export function taskSetsOf(
  { taskSets }: Pick<EcsTables, 'taskSets'>,
  { serviceArn }: Pick<ServiceRow, 'serviceArn'>,
): readonly TaskSetRow[] {
  return [...taskSets.values()].filter((taskSet) => taskSet.serviceArn === serviceArn);
}

/**
 * How many tasks a task set shall have: its percentage of the service's desired count, rounded up.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html
 */
export function computedDesiredCount(
  service: Pick<ServiceRow, 'desiredCount'>,
  { status, scalePercent }: Pick<TaskSetRow, 'status' | 'scalePercent'>,
): number {
  return status === 'DRAINING' ? 0 : Math.ceil((service.desiredCount * scalePercent) / 100);
}
