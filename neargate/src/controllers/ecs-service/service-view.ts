import type { Timing } from '../../core/timing.ts';
import type { ServiceRow, TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';
import type { TaskView } from './plan.ts';
import { evaluateTaskHealth, type TargetHealthView, type UnhealthyCause } from './task-health.ts';

/** AWS counts a task without any check as healthy after it has run for 40 s. */
const steadyWithoutChecksMs = 40_000;

export interface ObservedTask extends TaskView {
  readonly row: TaskRow;
  readonly cause: UnhealthyCause | undefined;
  readonly lookAgainAtMs: number | undefined;
}

export interface ObservationSources {
  readonly nowMs: number;
  readonly timing: Timing;
  taskDefinition(arn: string): TaskDefinitionRow | undefined;
  /** The load balancers of the task's deployment or task set. */
  loadBalancers(task: TaskRow): ServiceRow['loadBalancers'];
  /** The health of each of the task's registered targets. */
  targets(task: TaskRow, loadBalancers: ServiceRow['loadBalancers']): readonly TargetHealthView[];
}

/** What the scheduler needs to know of each task that is still wanted. */
export function observeTasks(
  service: ServiceRow,
  tasks: readonly TaskRow[],
  sources: ObservationSources,
): readonly ObservedTask[] {
  const { timing, nowMs } = sources;
  return tasks
    .filter((task) => task.desiredStatus === 'RUNNING')
    .map((row): ObservedTask => {
      const definition = sources.taskDefinition(row.taskDefinitionArn);
      const loadBalancers = sources.loadBalancers(row);
      const hasContainerHealthCheck =
        definition?.containerDefinitions.some(
          ({ healthCheck, essential }) =>
            essential !== false && healthCheck !== undefined && healthCheck.command?.[0] !== 'NONE',
        ) ?? false;
      const protectedUntilMs = row.protection?.expiresAtMs ?? 0;
      const graceMs = (service.healthCheckGracePeriodSeconds ?? 0) * 1000;
      const { health, cause, lookAgainAtMs } = evaluateTaskHealth({
        lastStatus: row.observed.lastStatus,
        startedAtMs: row.observed.startedAtMs,
        targets: sources.targets(row, loadBalancers),
        loadBalancerCount: loadBalancers.filter(({ targetGroupArn }) => targetGroupArn !== undefined).length,
        containerHealth: row.observed.healthStatus,
        hasContainerHealthCheck,
        gracePeriodMs: timing.scaled('ecs-health-check-grace-period', graceMs),
        // Starting is real work: a program that does not answer yet has the whole of its grace period, however others are scaled.
        startAllowanceMs: Math.max(timing.startAllowanceMs, graceMs),
        steadyAfterMs: timing.scaled('ecs-steady-without-checks', steadyWithoutChecksMs),
        nowMs,
      });
      return {
        row,
        taskArn: row.taskArn,
        deploymentId: row.startedBy ?? '',
        availabilityZone: row.observed.availabilityZone,
        createdAtMs: row.createdAtMs,
        health,
        running: row.observed.lastStatus === 'RUNNING',
        isProtected: protectedUntilMs > nowMs,
        cause,
        lookAgainAtMs: earliest(lookAgainAtMs, protectedUntilMs > nowMs ? protectedUntilMs : undefined),
      };
    });
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
