import type { TargetHealthReason, TargetHealthState } from '../reports.ts';

/** The outcome of one health check. */
export type CheckResult =
  | { readonly outcome: 'answered'; readonly status: number }
  | { readonly outcome: 'timed-out'; readonly detail?: string }
  /** Connection refused or reset, TLS trouble, or an answer that is no HTTP. */
  | { readonly outcome: 'failed'; readonly detail: string };

export interface HealthThresholds {
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matches: (status: number) => boolean;
}

/** What is known of one registered target's health. */
export interface HealthState {
  readonly state: TargetHealthState;
  readonly reason?: TargetHealthReason;
  readonly description?: string;
  readonly detail?: string;
  /** Checks passed in a row. */
  readonly successes: number;
  /** Checks failed in a row. */
  readonly failures: number;
}

export const registering: HealthState = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
  successes: 0,
  failures: 0,
};

export const checking: HealthState = {
  state: 'initial',
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
  successes: 0,
  failures: 0,
};

export const notInUse: HealthState = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
  successes: 0,
  failures: 0,
};

export const draining: HealthState = {
  state: 'draining',
  reason: 'Target.DeregistrationInProgress',
  description: 'Target deregistration is in progress',
  successes: 0,
  failures: 0,
};

export const healthChecksDisabled: HealthState = {
  state: 'unavailable',
  reason: 'Target.HealthCheckDisabled',
  description: 'Health checks are disabled',
  successes: 0,
  failures: 0,
};

/**
 * The next state after a check (ALB User Guide, "Health checks for your target groups"): one success makes an initial target
 * healthy, `unhealthyThreshold` failures in a row make any unhealthy, and from there `healthyThreshold` successes in a row
 * are needed. Only initial, healthy and unhealthy targets change by checks.
 */
export function afterCheck(
  current: HealthState,
  result: CheckResult,
  thresholds: HealthThresholds,
): HealthState {
  if (current.state !== 'initial' && current.state !== 'healthy' && current.state !== 'unhealthy')
    return current;
  const passed = result.outcome === 'answered' && thresholds.matches(result.status);
  if (passed) {
    const successes = current.successes + 1;
    const needed = current.state === 'unhealthy' ? thresholds.healthyThreshold : 1;
    return successes >= needed
      ? { state: 'healthy', successes, failures: 0 }
      : { ...current, successes, failures: 0 };
  }
  const failures = current.failures + 1;
  if (current.state !== 'unhealthy' && failures < thresholds.unhealthyThreshold) {
    return { ...current, successes: 0, failures };
  }
  return { state: 'unhealthy', ...failureWords(result), successes: 0, failures };
}

function failureWords(result: CheckResult): Pick<HealthState, 'reason' | 'description' | 'detail'> {
  switch (result.outcome) {
    case 'answered':
      return {
        reason: 'Target.ResponseCodeMismatch',
        description: `Health checks failed with these codes: [${result.status}]`,
      };
    case 'timed-out':
      return {
        reason: 'Target.Timeout',
        description: 'Request timed out',
        ...(result.detail === undefined ? {} : { detail: result.detail }),
      };
    case 'failed':
      return {
        reason: 'Target.FailedHealthChecks',
        description: 'Health checks failed',
        detail: result.detail,
      };
  }
}

/** Whether two states tell the world the same. */
export function saysTheSame(left: HealthState, right: HealthState): boolean {
  return (
    left.state === right.state &&
    left.reason === right.reason &&
    left.description === right.description &&
    left.detail === right.detail
  );
}

/** Compiles AWS's HttpCode matcher: `200`, `200,202`, `200-299,301`. */
export function compileMatcher(matcher: string): (status: number) => boolean {
  const ranges = matcher.split(',').map((part) => {
    const [from, to = from] = part.trim().split('-');
    return { from: Number(from), to: Number(to) };
  });
  return (status) => ranges.some((range) => status >= range.from && status <= range.to);
}
