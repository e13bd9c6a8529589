import type { Clock } from '../../core/clock.ts';
import { RunningStatistics, TargetGroupCounters } from '../metrics.ts';
import type { DataPlaneReport, TargetConfig, TargetGroupConfig } from '../snapshot.ts';
import { startDraining, stopDraining } from './draining.ts';
import type { HealthChecker } from './health-checker.ts';
import { startHealthChecks } from './health-checker.ts';
import type { HealthState } from './health-state.ts';
import { draining, healthChecksDisabled, notInUse, registering, saysTheSame } from './health-state.ts';
import type { EligibleTargets } from './selection.ts';
import { eligibleTargets, TargetSelector } from './selection.ts';
import { Target } from './target.ts';
import type { Dial } from './upstream-connection.ts';

export interface TargetGroupContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly dial: Dial;
  readonly report: (report: DataPlaneReport) => void;
}

/** A target group as it lives: its targets, who of them may be chosen, and the checks that decide it. */
export class TargetGroup {
  config: TargetGroupConfig;
  readonly counters = new TargetGroupCounters();
  readonly responseTimes = new RunningStatistics();
  /** The load balancer it receives traffic from; a target group belongs to at most one. */
  loadBalancerArn: string | undefined;

  private readonly context: TargetGroupContext;
  private readonly targets = new Map<string, Target>();
  private readonly checkers = new Map<Target, HealthChecker>();
  private readonly selector: TargetSelector<Target>;
  private eligible: EligibleTargets<Target> = { targets: [], failOpen: false };

  constructor(config: TargetGroupConfig, context: TargetGroupContext) {
    this.config = config;
    this.context = context;
    this.selector = new TargetSelector<Target>(context.random);
  }

  /** Takes over a new configuration. A group that no rule names is unused: its targets are neither checked nor chosen. */
  apply(config: TargetGroupConfig, loadBalancerArn: string | undefined): void {
    const checksChanged =
      JSON.stringify(config.healthCheck) !== JSON.stringify(this.config.healthCheck) ||
      loadBalancerArn !== this.loadBalancerArn;
    this.config = config;
    this.loadBalancerArn = loadBalancerArn;
    const listed = new Set(config.targets.map(keyOf));
    for (const [key, target] of this.targets) {
      if (!listed.has(key)) this.remove(key, target);
    }
    for (const targetConfig of config.targets) this.applyTarget(targetConfig, checksChanged);
    this.refresh();
  }

  /** The target for the next request; undefined means 503. `skip` holds those already tried for it. */
  choose(nowMs: number, skip?: ReadonlySet<Target>): Target | undefined {
    return this.selector.choose(
      this.eligible.targets,
      this.config.algorithm,
      this.config.slowStartMs,
      nowMs,
      skip,
    );
  }

  countRequest(): void {
    this.counters.RequestCount++;
    if (this.eligible.failOpen) this.counters.UnhealthyRoutingRequestCount++;
  }

  /** Registered targets that take new requests or might. */
  get registeredCount(): number {
    let count = 0;
    for (const { health } of this.targets.values()) if (health.state !== 'draining') count++;
    return count;
  }

  countWithState(state: HealthState['state']): number {
    let count = 0;
    for (const { health } of this.targets.values()) if (health.state === state) count++;
    return count;
  }

  closeIdleConnectionsSince(epochMs: number): void {
    for (const target of this.targets.values()) target.closeIdleSince(epochMs);
  }

  /** The group is gone: checks stop, idle connections close, what is in flight ends by itself. */
  remove(key?: string, target?: Target): void {
    const gone = key === undefined || target === undefined ? [...this.targets] : [[key, target] as const];
    for (const [goneKey, goneTarget] of gone) {
      this.targets.delete(goneKey);
      this.stopChecks(goneTarget);
      goneTarget.retire();
    }
    this.refresh();
  }

  /** Ends timers as well, when the whole data plane stops. */
  stop(): void {
    for (const target of this.targets.values()) stopDraining(target);
    this.remove();
  }

  private applyTarget(config: TargetConfig, checksChanged: boolean): void {
    const key = keyOf(config);
    const isSecure = this.config.protocol === 'HTTPS';
    let target = this.targets.get(key);
    const isNew = target === undefined;
    if (target === undefined) {
      target = new Target(config, isSecure, this.context.dial, this.context.clock);
      this.targets.set(key, target);
    } else target.update(config, isSecure);

    if (config.desired === 'draining') {
      if (isNew || target.health.state !== 'draining') this.drain(target, config);
      return;
    }
    const wasDraining = target.health.state === 'draining';
    if (wasDraining) {
      stopDraining(target);
      target.reinstate();
    }
    const resting = this.restingHealth(config);
    if (resting !== undefined) {
      this.stopChecks(target);
      this.setHealth(target, resting, isNew);
    } else if (isNew || wasDraining || checksChanged || !this.checkers.has(target)) {
      this.stopChecks(target);
      const isKnown = target.health.state === 'healthy' || target.health.state === 'unhealthy';
      if (isNew || !isKnown) this.setHealth(target, registering, true);
      this.startChecks(target);
    }
  }

  /** The state of a target that is not checked, or undefined when it is. */
  private restingHealth(config: TargetConfig): HealthState | undefined {
    if (config.unusable !== undefined)
      return { state: 'unused', ...config.unusable, successes: 0, failures: 0 };
    if (this.loadBalancerArn === undefined) return notInUse;
    return this.config.healthCheck.enabled ? undefined : healthChecksDisabled;
  }

  private drain(target: Target, config: TargetConfig): void {
    this.stopChecks(target);
    target.retire();
    this.setHealth(target, draining, false);
    startDraining(target, {
      clock: this.context.clock,
      since: config.drainingSince ?? this.context.clock.now(),
      delayMs: this.config.deregistrationDelayMs,
      onDrained: (cause, cutRequests) =>
        this.context.report({
          kind: 'target-drained',
          targetGroupArn: this.config.arn,
          id: config.id,
          port: config.port,
          at: this.context.clock.now(),
          cause,
          cutRequests,
        }),
    });
  }

  private startChecks(target: Target): void {
    this.checkers.set(
      target,
      startHealthChecks({
        clock: this.context.clock,
        config: this.config.healthCheck,
        target,
        onHealth: (health) => {
          this.setHealth(target, health, false);
          this.refresh();
        },
      }),
    );
  }

  private stopChecks(target: Target): void {
    this.checkers.get(target)?.stop();
    this.checkers.delete(target);
  }

  private setHealth(target: Target, health: HealthState, isForced: boolean): void {
    const before = target.health;
    target.health = health;
    if (health.state === 'healthy' && before.state !== 'healthy')
      target.healthySince = this.context.clock.now();
    if (!isForced && saysTheSame(before, health)) return;
    const { reason, description, detail } = health;
    this.context.report({
      kind: 'target-health',
      targetGroupArn: this.config.arn,
      id: target.config.id,
      port: target.config.port,
      at: this.context.clock.now(),
      state: health.state,
      ...(reason === undefined ? {} : { reason }),
      ...(description === undefined ? {} : { description }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  private refresh(): void {
    this.eligible = eligibleTargets([...this.targets.values()]);
  }
}

function keyOf(config: TargetConfig): string {
  return `${config.id} ${config.port}`;
}
