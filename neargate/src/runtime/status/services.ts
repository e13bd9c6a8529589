import { networkInterfaceId, privateAddress } from '../../controllers/ecs-task/task-changes.ts';
import type { ServiceStatus, TaskStatusLine } from '../../gateway/admin-protocol.ts';
import { serviceEvents } from '../../services/ecs/service-events.ts';
import {
  ecsTableNames,
  type EcsTables,
  ecsTables,
  type ServiceRow,
  type TaskRow,
} from '../../services/ecs/store.ts';
import { templateOfTask } from '../../services/ecs/task-template.ts';
import { countTasks } from '../../services/ecs/task-counts.ts';
import { elbv2Tables, type TargetHealthRow, targetKey } from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import { processesOf } from '../kill-containers.ts';
import type { TaskAddresses } from '../tasks/task-addresses.ts';

const eventsShown = 10;
/** Tasks that stopped longer ago are history. */
const stoppedShownMs = 60_000;

/** Every service that exists, with its tasks that run or have just ended. */
export function serviceStatuses(
  store: Store,
  addresses: TaskAddresses | undefined,
  nowMs: number,
): readonly ServiceStatus[] {
  return store.scopes(ecsTableNames.services).flatMap((scope) => {
    const tables = ecsTables(store, scope);
    return [...tables.services.values()]
      .filter(({ status }) => status !== 'INACTIVE')
      .map((service) => serviceStatus(store, scope, tables, service, addresses, nowMs));
  });
}

function serviceStatus(
  store: Store,
  scope: string,
  tables: EcsTables,
  service: ServiceRow,
  addresses: TaskAddresses | undefined,
  nowMs: number,
): ServiceStatus {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const { running, pending } = countTasks(tables, service).total;
  const own = tasksOf(tables, service);
  const healthOf = (task: TaskRow) => targetHealthOf(store, scope, service, task);
  const healthyCount = own.filter(
    (task) =>
      task.observed.lastStatus === 'RUNNING' && healthOf(task).every((health) => health?.state === 'healthy'),
  ).length;
  return {
    cluster: service.clusterName,
    name: service.serviceName,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    ...(service.loadBalancers.length === 0 ? {} : { healthyCount }),
    taskDefinition: (primary ?? service).taskDefinition.split('/').at(-1) ?? '',
    rolloutState: primary?.observed.rolloutState ?? '',
    rolloutStateReason: primary?.observed.rolloutStateReason ?? '',
    tasks: own
      .filter(({ observed: { lastStatus, stoppedAtMs = 0 } }) =>
        lastStatus === 'STOPPED' ? nowMs - stoppedAtMs < stoppedShownMs : true,
      )
      .map((task) => taskLine(store, scope, tables, task, healthOf(task), addresses)),
    events: serviceEvents(store, scope, service)
      .slice(0, eventsShown)
      .map(({ createdAtMs, message }) => ({ at: new Date(createdAtMs).toISOString(), message })),
  };
}

/** A service's tasks, the newest last. */
export function tasksOf(
  tables: Pick<EcsTables, 'tasks'>,
  { serviceName, clusterArn }: Pick<ServiceRow, 'serviceName' | 'clusterArn'>,
): readonly TaskRow[] {
  return [...tables.tasks.values()].filter(
    (task) => task.serviceName === serviceName && task.clusterArn === clusterArn,
  );
}

/** What of a target's health is shown. */
export type ShownHealth = Pick<TargetHealthRow, 'state' | 'detail' | 'description'>;

/** The health of each of a task's targets: `initial` while one is registered and not checked yet, undefined where none is. */
function targetHealthOf(
  store: Store,
  scope: string,
  service: ServiceRow,
  task: TaskRow,
): readonly (ShownHealth | undefined)[] {
  // Its address may be another task's by now.
  if (task.observed.lastStatus === 'STOPPED') return [];
  const { targets, targetHealth } = elbv2Tables(store, scope);
  const address = privateAddress(task) ?? '';
  const { loadBalancers } = templateOfTask(ecsTables(store, scope), service, task);
  return loadBalancers.flatMap(({ targetGroupArn, containerPort }) => {
    if (targetGroupArn === undefined || containerPort === undefined) return [];
    const key = targetKey(targetGroupArn, address, containerPort);
    return [targetHealth.get(key) ?? (targets.has(key) ? ({ state: 'initial' } as const) : undefined)];
  });
}

/** The one that keeps a task from being healthy, if any does; undefined where a target is not registered. */
export function worstHealth(health: readonly (ShownHealth | undefined)[]): ShownHealth | undefined {
  return health.includes(undefined)
    ? undefined
    : (health.find((each) => each?.state !== 'healthy') ?? health[0]);
}

function taskLine(
  store: Store,
  scope: string,
  tables: EcsTables,
  task: TaskRow,
  health: readonly (ShownHealth | undefined)[],
  addresses: TaskAddresses | undefined,
): TaskStatusLine {
  const { observed } = task;
  const interfaceId = networkInterfaceId(task);
  const port = tables.taskDefinitions
    .get(task.taskDefinitionArn)
    ?.containerDefinitions.flatMap(({ portMappings }) => portMappings ?? [])[0]?.containerPort;
  const place =
    interfaceId === undefined || port === undefined || observed.lastStatus !== 'RUNNING'
      ? undefined
      : addresses?.placeOf(scope, interfaceId, port);
  const worst = worstHealth(health);
  const reason = worst?.detail ?? worst?.description;
  return {
    id: task.taskId,
    lastStatus: observed.lastStatus,
    desiredStatus: task.desiredStatus,
    availabilityZone: observed.availabilityZone ?? '',
    privateAddress: privateAddress(task) ?? '',
    localAddress: place === undefined ? '' : `${place.host}:${place.port}`,
    pids: processesOf(store, task.taskArn),
    ...(worst === undefined ? {} : { targetHealth: worst.state }),
    ...(reason === undefined ? {} : { targetHealthReason: reason }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
  };
}
