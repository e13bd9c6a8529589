import { formatArn, parseArn } from '../../core/arn.ts';
import type { Caller, OperationContext } from '../context.ts';
import {
  clusterNotActive,
  clusterNotFound,
  invalidParameter,
  serviceNotActive,
  serviceNotFound,
  taskDefinitionNotFound,
  taskNotFound,
} from './errors.ts';
import {
  type ClusterRow,
  ecsTablesOf,
  type ServiceRow,
  type TaskDefinitionRow,
  type TaskRow,
} from './store.ts';

/** An ECS ARN in the caller's account and region. */
export function ecsArn(caller: Pick<Caller, 'accountId' | 'region' | 'partition'>, resource: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'ecs', region, accountId, resource });
}

/** The ARN that a short name or ARN of a cluster means; a missing one means the cluster `default`. */
export function clusterArnOf(caller: Caller, cluster: string | undefined): string {
  if (cluster?.startsWith('arn:') === true) return cluster;
  return ecsArn(caller, `cluster/${cluster ?? 'default'}`);
}

/** The part behind the last slash: the name of a service or the id of a task, given either as such or as an ARN. */
export function lastSegment(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** The existing cluster that is meant, ACTIVE or INACTIVE. */
export function findCluster(context: OperationContext, cluster: string | undefined): ClusterRow {
  const row = ecsTablesOf(context).clusters.get(clusterArnOf(context.caller, cluster));
  if (row === undefined) throw clusterNotFound();
  return row;
}

export function findActiveCluster(context: OperationContext, cluster: string | undefined): ClusterRow {
  const row = findCluster(context, cluster);
  if (row.status !== 'ACTIVE') throw clusterNotActive();
  return row;
}

/** The ARN of a service given by name or ARN. The short ARN form of before 2018 (`service/NAME`) is understood. */
export function serviceArnOf(
  cluster: Pick<ClusterRow, 'clusterArn' | 'clusterName'>,
  service: string,
): string {
  const prefix = cluster.clusterArn.slice(0, cluster.clusterArn.lastIndexOf(':cluster/'));
  return `${prefix}:service/${cluster.clusterName}/${lastSegment(service)}`;
}

export function taskArnOf(cluster: Pick<ClusterRow, 'clusterArn' | 'clusterName'>, task: string): string {
  const prefix = cluster.clusterArn.slice(0, cluster.clusterArn.lastIndexOf(':cluster/'));
  return `${prefix}:task/${cluster.clusterName}/${lastSegment(task)}`;
}

/** The existing service that is meant, in any status. */
export function findService(
  context: OperationContext,
  cluster: string | undefined,
  service: string,
): ServiceRow {
  const row = ecsTablesOf(context).services.get(serviceArnOf(findCluster(context, cluster), service));
  if (row === undefined) throw serviceNotFound();
  return row;
}

export function findActiveService(
  context: OperationContext,
  cluster: string | undefined,
  service: string,
): ServiceRow {
  const row = findService(context, cluster, service);
  if (row.status !== 'ACTIVE') throw serviceNotActive();
  return row;
}

export function findTask(context: OperationContext, cluster: string | undefined, task: string): TaskRow {
  const row = ecsTablesOf(context).tasks.get(taskArnOf(findCluster(context, cluster), task));
  if (row === undefined) throw taskNotFound();
  return row;
}

/** The revision that `family`, `family:revision` or an ARN means; a bare family means its latest ACTIVE revision. */
export function findTaskDefinition(
  context: OperationContext,
  reference: string,
  notFound: () => Error = taskDefinitionNotFound,
): TaskDefinitionRow {
  const { taskDefinitions, families } = ecsTablesOf(context);
  const name = parseArn(reference)?.resource.replace(/^task-definition\//, '') ?? reference;
  const [family = '', revision] = name.split(':');
  const arnOf = (number: number | string) => ecsArn(context.caller, `task-definition/${family}:${number}`);
  if (revision !== undefined) {
    if (!/^\d+$/.test(revision)) throw invalidParameter(`Invalid revision number. Number: ${revision}`);
    const row = taskDefinitions.get(arnOf(revision));
    if (row === undefined) throw notFound();
    return row;
  }
  for (let number = families.get(family)?.lastRevision ?? 0; number > 0; number--) {
    const row = taskDefinitions.get(arnOf(number));
    if (row?.status === 'ACTIVE') return row;
  }
  throw notFound();
}
