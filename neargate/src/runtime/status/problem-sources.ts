import { privateAddress } from '../../controllers/ecs-task/task-changes.ts';
import { loadBalancerVerdict } from '../../controllers/private-network/load-balancer-reachability.ts';
import { mayBeStarting } from '../../controllers/ecs-service/task-health.ts';
import type { NetworkModel } from '../../network/model.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import { ecsTableNames, ecsTables, type EcsTables, type ServiceRow } from '../../services/ecs/store.ts';
import {
  type Elbv2Tables,
  elbv2Tables,
  type TargetGroupRow,
  targetKey,
  type TargetRow,
} from '../../services/elbv2/store.ts';
import { serviceEvents } from '../../services/ecs/service-events.ts';
import { loadBalancerUsing } from '../../services/elbv2/target-groups-in-use.ts';
import { rdsTables } from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { DataPlane } from '../data-plane.ts';
import { lastLinesOf } from '../service-logs.ts';
import { clientTroubles } from './client-troubles.ts';
import { deliveryTroubles } from './event-deliveries.ts';
import { missingReceivers } from './missing-receivers.ts';
import { failedNotifications } from './notifications.ts';
import { codeDeployFailure } from './code-deploy-failure.ts';
import type { Denial, ProblemSources, ServiceTrouble, TargetTrouble, TaskStop } from './problems.ts';
import { tasksOf } from './services.ts';

const linesShown = 8;
const recentMs = 30_000;

/** Gathers from the tables what `findProblems` judges. */
export function gatherProblems(
  plane: ControlPlane,
  dataPlane: DataPlane | undefined,
): Omit<ProblemSources, 'placeOf'> {
  return {
    images: dataPlane?.images?.failures() ?? [],
    listeners: listenerTroubles(plane),
    databases: databaseTroubles(plane),
    services: serviceTroubles(plane),
    targets: targetTroubles(plane),
    connections: [...clientTroubles(plane.store), ...(dataPlane?.privateNetwork.deniedConnections() ?? [])],
    deliveries: deliveryTroubles(plane.store, plane.clock.now()),
    missingReceivers: missingReceivers(plane.store),
    notifications: failedNotifications(plane.store, plane.clock.now()),
  };
}

function listenerTroubles({ store }: ControlPlane): ProblemSources['listeners'] {
  return store
    .scopes('elbv2.load-balancers')
    .flatMap((scope) =>
      [...elbv2Tables(store, scope).loadBalancers.values()].flatMap(({ name, loadBalancerArn, observed }) =>
        observed.reason === undefined ? [] : [{ name, arn: loadBalancerArn, reason: observed.reason }],
      ),
    );
}

function databaseTroubles({ store }: ControlPlane): ProblemSources['databases'] {
  return [...new Set([...store.scopes('rds.instances'), ...store.scopes('rds.clusters')])].flatMap(
    (scope) => {
      const { instances, clusters } = rdsTables(store, scope);
      return [...instances.values(), ...clusters.values()].flatMap(({ identifier, arn, observed }) =>
        observed.status === 'failed' ? [{ identifier, arn, reason: observed.reason }] : [],
      );
    },
  );
}

function serviceTroubles(plane: ControlPlane): readonly ServiceTrouble[] {
  const { store } = plane;
  return store.scopes(ecsTableNames.services).flatMap((scope) => {
    const tables = ecsTables(store, scope);
    return [...tables.services.values()].flatMap((service) => {
      if (service.status !== 'ACTIVE') return [];
      const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
      const hasFailed = primary?.observed.rolloutState === 'FAILED';
      const lastStop = lastFailure(plane, scope, tables, service);
      const codeDeploy = codeDeployFailure(store, scope, service);
      if (!hasFailed && lastStop === undefined && codeDeploy === undefined) return [];
      return [
        {
          name: service.serviceName,
          arn: service.serviceArn,
          deploymentFailure: hasFailed ? primary.observed.rolloutStateReason : undefined,
          codeDeployFailure: codeDeploy,
          lastStop,
        },
      ];
    });
  });
}

/** How the latest task ended that ended by itself, while the service still lacks tasks. */
function lastFailure(
  plane: ControlPlane,
  scope: string,
  tables: EcsTables,
  service: ServiceRow,
): TaskStop | undefined {
  const own = tasksOf(tables, service);
  const running = own.filter(
    ({ desiredStatus, observed }) => desiredStatus === 'RUNNING' && observed.lastStatus === 'RUNNING',
  );
  if (running.length >= service.desiredCount) return undefined;
  const failed = own.findLast(
    ({ stopCode, desiredStatus }) =>
      desiredStatus === 'STOPPED' &&
      (stopCode === 'TaskFailedToStart' || stopCode === 'EssentialContainerExited'),
  );
  if (failed === undefined) return undefined;
  return {
    taskId: failed.taskId,
    reason: failed.explanation ?? failed.stoppedReason ?? '',
    taskDefinitionArn: failed.taskDefinitionArn,
    containers: failed.observed.containers.map(({ name, exitCode, reason }) => ({
      name,
      exitCode,
      // Said once is enough.
      reason: reason === failed.stoppedReason ? undefined : reason,
    })),
    lastLines: failed.stopCode === 'TaskFailedToStart' ? [] : lastLinesOf(plane, scope, failed, linesShown),
  };
}

/** Targets that fail their checks, and those that will because nothing gets through to them. */
function targetTroubles(plane: ControlPlane): readonly TargetTrouble[] {
  const { store, clock } = plane;
  return store.scopes('elbv2.targets').flatMap((scope) => {
    const tables = elbv2Tables(store, scope);
    const targets = [...tables.targets.values()].filter(
      ({ deregisteredAtMs }) => deregisteredAtMs === undefined,
    );
    if (targets.length === 0) return [];
    const model = networkOf(store, scope);
    return targets.flatMap((target): TargetTrouble[] => {
      const group = tables.targetGroups.get(target.targetGroupArn);
      const health = tables.targetHealth.get(targetKey(target.targetGroupArn, target.id, target.port));
      if (group === undefined || health?.state === 'healthy') return [];
      const denial = denialOf(tables, model, group, target);
      if (denial === undefined && isStarting(plane, scope, target)) return [];
      // The scheduler replaces a task that fails its checks: while the next one is checked, the last one's reason counts.
      const description =
        health?.state === 'unhealthy'
          ? (health.description ?? 'Health checks failed')
          : recentReason(store, scope, target.targetGroupArn, clock.now());
      if (denial === undefined && description === undefined) return [];
      return [
        {
          targetGroupName: group.name,
          targetGroupArn: group.targetGroupArn,
          id: target.id,
          port: target.port,
          description: description ?? '',
          healthCheckPath: group.healthCheck.path,
          denial,
        },
      ];
    });
  });
}

/** Whether the target is a task in its grace period, in which failing checks are not held against it. */
function isStarting({ store, clock, timing }: ControlPlane, scope: string, target: TargetRow): boolean {
  const tables = ecsTables(store, scope);
  for (const task of tables.tasks.values()) {
    if (privateAddress(task) !== target.id) continue;
    const service = [...tables.services.values()].find(
      ({ serviceName, clusterArn }) => serviceName === task.serviceName && clusterArn === task.clusterArn,
    );
    const graceMs = timing.scaled(
      'ecs-health-check-grace-period',
      (service?.healthCheckGracePeriodSeconds ?? 0) * 1000,
    );
    const key = targetKey(target.targetGroupArn, target.id, target.port);
    const health = elbv2Tables(store, scope).targetHealth.get(key) ?? {};
    const allowanceMs = mayBeStarting(health) ? timing.startAllowanceMs : 0;
    return clock.now() - (task.observed.startedAtMs ?? clock.now()) < Math.max(graceMs, allowanceMs);
  }
  return false;
}

/** Why a service's task was found unhealthy a moment ago, as the service's event says it. */
function recentReason(
  store: Store,
  scope: string,
  targetGroupArn: string,
  nowMs: number,
): string | undefined {
  for (const service of ecsTables(store, scope).services.values()) {
    if (!service.loadBalancers.some((balancer) => balancer.targetGroupArn === targetGroupArn)) continue;
    for (const { message, createdAtMs } of serviceEvents(store, scope, service)) {
      if (nowMs - createdAtMs > recentMs || message.endsWith('has reached a steady state.')) break;
      const reason = /is unhealthy in \(target-group ([^)]*)\) due to \(reason (.*)\)\.$/.exec(message);
      if (reason?.[1] === targetGroupArn) return reason[2];
    }
  }
  return undefined;
}

/** The load balancer's process knows only the sentence; the verdict says where it comes from and what to change. */
function denialOf(
  tables: Elbv2Tables,
  model: NetworkModel,
  group: TargetGroupRow,
  { id, port }: TargetRow,
): Denial | undefined {
  const loadBalancer = loadBalancerUsing(tables, group.targetGroupArn);
  if (loadBalancer === undefined) return undefined;
  const verdict = loadBalancerVerdict(model, loadBalancer, group.vpcId, id, port);
  return verdict.allowed ? undefined : verdict;
}
