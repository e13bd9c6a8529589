/** The health of one of a task's targets, as the load balancer reported it last. */
export interface TargetHealthView {
  readonly targetGroupArn: string;
  readonly port: number;
  readonly state: string;
  /** AWS's description of why, such as `Health checks failed with these codes: [404]`. */
  readonly description: string | undefined;
  /** Whether the checks fail as those of a program do that is not up yet. */
  readonly mayBeStarting?: boolean;
}

/**
 * Whether a target fails its checks as a program does that is not up yet: it does not take connections, or answers 503, the
 * status for what passes. https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4
 */
export function mayBeStarting(health: {
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
}): boolean {
  return health.reason === 'Target.FailedHealthChecks' || health.description?.endsWith(': [503]') === true;
}

export interface TaskHealthInput {
  readonly lastStatus: string;
  /** When the task reached RUNNING, epoch milliseconds. */
  readonly startedAtMs: number | undefined;
  /** One per load balancer of the service; those not registered yet are missing. */
  readonly targets: readonly TargetHealthView[];
  readonly loadBalancerCount: number;
  /** `UNKNOWN` for a task without container health checks. */
  readonly containerHealth: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  readonly hasContainerHealthCheck: boolean;
  readonly gracePeriodMs: number;
  /** The least grace of a program that may be starting. */
  readonly startAllowanceMs: number;
  /** How long a task without any check must be RUNNING before it counts; 40 s on AWS. */
  readonly steadyAfterMs: number;
  readonly nowMs: number;
}

export type UnhealthyCause =
  | { readonly kind: 'target'; readonly target: TargetHealthView }
  | { readonly kind: 'container' };

export interface TaskHealth {
  readonly health: 'starting' | 'healthy' | 'unhealthy';
  readonly cause?: UnhealthyCause;
  /** When time alone may change the answer, epoch milliseconds. */
  readonly lookAgainAtMs?: number;
}

/**
 * Whether a task counts as healthy for the service scheduler: healthy in every target group and by its container checks;
 * without either, RUNNING for a while. Failing checks are not held against it during the grace period, which begins when
 * the task first runs. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function evaluateTaskHealth(input: TaskHealthInput): TaskHealth {
  if (input.lastStatus !== 'RUNNING' || input.startedAtMs === undefined) return { health: 'starting' };
  const cause = failedCheck(input);
  if (cause !== undefined) {
    const isStarting = cause.kind === 'target' && cause.target.mayBeStarting === true;
    const graceMs = Math.max(input.gracePeriodMs, isStarting ? input.startAllowanceMs : 0);
    const graceEndsAtMs = input.startedAtMs + graceMs;
    return input.nowMs < graceEndsAtMs
      ? { health: 'starting', lookAgainAtMs: graceEndsAtMs }
      : { health: 'unhealthy', cause };
  }
  if (input.hasContainerHealthCheck && input.containerHealth !== 'HEALTHY') return { health: 'starting' };
  if (input.loadBalancerCount > 0) {
    const healthy = input.targets.filter(({ state }) => state === 'healthy').length;
    return { health: healthy >= input.loadBalancerCount ? 'healthy' : 'starting' };
  }
  if (input.hasContainerHealthCheck) return { health: 'healthy' };
  const steadyAtMs = input.startedAtMs + input.steadyAfterMs;
  return input.nowMs >= steadyAtMs
    ? { health: 'healthy' }
    : { health: 'starting', lookAgainAtMs: steadyAtMs };
}

function failedCheck(input: TaskHealthInput): UnhealthyCause | undefined {
  if (input.hasContainerHealthCheck && input.containerHealth === 'UNHEALTHY') return { kind: 'container' };
  const target = input.targets.find(({ state }) => state === 'unhealthy');
  return target === undefined ? undefined : { kind: 'target', target };
}
