import type { ContainerDefinition, HealthCheck } from '@aws-sdk/client-ecs';
import type { Timing } from '../../../core/timing.ts';
import type { ContainerRow } from '../../../services/ecs/store.ts';

export type Health = ContainerRow['healthStatus'];

/** How a container's health check goes. */
export interface HealthState {
  readonly status: Health;
  /** When the status became what it is, epoch milliseconds. */
  readonly sinceMs: number;
  /** Failures in a row that count. */
  readonly failures: number;
  /** A success ends the start period early. */
  readonly hasSucceeded: boolean;
  /** Of the last check. */
  readonly exitCode?: number;
  readonly output?: string;
}

/** A health check with its defaults, in the time of the profile. Milliseconds. */
export interface HealthCheckPlan {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  /** Failures so soon after the container's start do not count. */
  readonly startPeriodMs: number;
}

/**
 * The check of a container definition, or undefined when it has none. The image's own HEALTHCHECK is ignored, as ECS does.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export function healthCheckPlan(check: HealthCheck | undefined, timing: Timing): HealthCheckPlan | undefined {
  const [form, ...rest] = check?.command ?? [];
  if (check === undefined || form === undefined || form === 'NONE') return undefined;
  const { interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = check;
  return {
    command: form === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest,
    intervalMs: timing.scaled('container-health-check', interval * 1000),
    timeoutMs: timeout * 1000,
    retries,
    startPeriodMs: Math.max(startPeriod * 1000, timing.startAllowanceMs),
  };
}

export function initialHealth(nowMs: number): HealthState {
  return { status: 'UNKNOWN', sinceMs: nowMs, failures: 0, hasSucceeded: false };
}

export interface CheckResult {
  readonly exitCode: number;
  readonly output: string;
}

/** The state after a check; `ageMs` is how long the container has run. */
export function afterCheck(
  before: HealthState,
  result: CheckResult,
  plan: Pick<HealthCheckPlan, 'retries' | 'startPeriodMs'>,
  ageMs: number,
  nowMs: number,
): HealthState {
  const isSuccess = result.exitCode === 0;
  const isForgiven = !isSuccess && !before.hasSucceeded && ageMs < plan.startPeriodMs;
  const failures = isSuccess ? 0 : isForgiven ? before.failures : before.failures + 1;
  const status = isSuccess ? 'HEALTHY' : failures >= plan.retries ? 'UNHEALTHY' : before.status;
  return {
    status,
    sinceMs: status === before.status ? before.sinceMs : nowMs,
    failures,
    hasSucceeded: before.hasSucceeded || isSuccess,
    exitCode: result.exitCode,
    output: result.output,
  };
}

/**
 * A task's health: UNHEALTHY when an essential container is; UNKNOWN while an essential one with a check is, or when none has one; else
 * HEALTHY. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
 */
export function taskHealth(
  definitions: readonly ContainerDefinition[],
  containers: readonly Pick<ContainerRow, 'name' | 'healthStatus'>[],
): Health {
  const checked = definitions.filter(
    ({ essential, healthCheck }) => essential !== false && (healthCheck?.command ?? ['NONE'])[0] !== 'NONE',
  );
  const healthOf = (name: string | undefined) =>
    containers.find((container) => container.name === name)?.healthStatus ?? 'UNKNOWN';
  const healths = checked.map(({ name }) => healthOf(name));
  if (healths.includes('UNHEALTHY')) return 'UNHEALTHY';
  return healths.length > 0 && healths.every((health) => health === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}
