import type { Clock } from '../../core/clock.ts';
import type { DataPlaneReport } from '../reports.ts';
import type { TargetConfig, TargetGroupConfig } from '../target-group-config.ts';
import { startDraining, stopDraining } from './draining.ts';
import type { HealthChecker } from './health-checker.ts';
import { type Probe, startHealthChecks } from './health-checker.ts';
import type { HealthState } from './health-state.ts';
import { draining, healthChecksDisabled, notInUse, registering, saysTheSame } from './health-state.ts';
import { anomalyWindowMs, judge, unsuspected } from './anomaly.ts';
import { meets, oneHealthyTarget } from './health-thresholds.ts';
import { isHealthy, isRegistered, targetsOfZone } from './routing-pool.ts';
import { entersSlowStart } from './slow-start.ts';
import type { TargetPreference } from './target-choice.ts';
import { TargetChoice } from './target-choice.ts';
import { Target } from './target.ts';
import { ZoneFigures } from './zone-figures.ts';
import type { Dial } from './upstream-connection.ts';

export interface TargetGroupContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly dial: Dial;
  /** How health checks are sent; over the network where absent. */
  readonly probe?: Probe;
  readonly report: (report: DataPlaneReport) => void;
}

/** A target group as it lives: its targets, who of them may be chosen, and the checks that decide it. */
export class TargetGroup {
  config: TargetGroupConfig;
  /** The figures of its targets by availability zone. */
  readonly figures = new Map<string, ZoneFigures>();
  /** The load balancer it receives traffic from; a target group belongs to at most one. */
  loadBalancerArn: string | undefined;

  private readonly context: TargetGroupContext;
  private readonly targets = new Map<string, Target>();
  private readonly checkers = new Map<Target, HealthChecker>();
  private readonly choice: TargetChoice;
  private judgedAt: number;

  constructor(config: TargetGroupConfig, context: TargetGroupContext) {
    this.config = config;
    this.context = context;
    this.choice = new TargetChoice(context.random);
    this.judgedAt = context.clock.now();
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

  /** The target for the next request of a node in `zone`; undefined means 503. `skip` holds those already tried for it. */
  choose(nowMs: number, preference: TargetPreference, skip?: ReadonlySet<Target>): Target | undefined {
    return this.choice.choose(this.targets.values(), this.config, nowMs, preference, skip);
  }

  /** A registered target that new requests may go to, by its address. */
  find(id: string, port: number): Target | undefined {
    const target = this.targets.get(keyOf({ id, port }));
    return target !== undefined && isRegistered(target) ? target : undefined;
  }

  /** Registered targets that take new requests or might; of one zone when that is given. */
  registeredCount(zone?: string): number {
    return this.count(isRegistered, zone);
  }

  countWithState(state: HealthState['state'], zone?: string): number {
    return this.count(({ health }) => health.state === state, zone);
  }

  countAnomalous(zone?: string): number {
    return this.count(({ verdict }) => verdict.isAnomalous, zone);
  }

  countMitigated(zone?: string): number {
    return this.count(({ verdict }) => verdict.weight < 1, zone);
  }

  /** Whether enough targets are healthy for the group to be routed to as usual; of one zone when that is given. */
  meetsRouting(zone?: string): boolean {
    return this.meetsThreshold(this.config.unhealthyStateRouting, zone);
  }

  /** Whether enough targets are healthy for a zone's node to be in DNS. A zone without targets has no say. */
  meetsDns(zone?: string): boolean {
    return this.meetsThreshold(this.config.dnsFailover, zone);
  }

  /** Compares the targets' errors when a window is over. */
  judgeTargets(nowMs: number): void {
    if (nowMs - this.judgedAt < anomalyWindowMs) return;
    this.judgedAt = nowMs;
    const all = [...this.targets.values()];
    const healthy = all.filter(isHealthy);
    const samples = healthy.map((target) => ({ sample: target.takeSample(), before: target.verdict }));
    const isMitigating =
      this.config.anomalyMitigation === true && this.config.algorithm === 'weighted_random';
    const verdicts = judge(samples, isMitigating);
    for (const [index, target] of healthy.entries()) this.setVerdict(target, verdicts[index] ?? unsuspected);
    for (const target of all) if (!isHealthy(target)) this.setVerdict(target, unsuspected);
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
    const figures = this.figuresOf(config.availabilityZone);
    let target = this.targets.get(key);
    const isNew = target === undefined;
    if (target === undefined) {
      target = new Target(config, figures, isSecure, this.context.dial, this.context.clock);
      this.targets.set(key, target);
    } else target.update(config, figures, isSecure);

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
        probe: this.context.probe,
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
    if (health.state !== before.state) {
      target.slowStartSince = health.state === 'healthy' ? this.slowStartOf(target) : undefined;
    }
    target.health = health;
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

  /** When the target that has just become healthy enters slow start: now, or not at all. */
  private slowStartOf(target: Target): number | undefined {
    const now = this.context.clock.now();
    const others = [...this.targets.values()].filter((other) => other !== target && isHealthy(other));
    return entersSlowStart(others, this.config.slowStartMs, now) ? now : undefined;
  }

  private setVerdict(target: Target, verdict: Target['verdict']): void {
    const before = target.verdict;
    target.verdict = verdict;
    const isMitigated = verdict.weight < 1;
    if (verdict.isAnomalous === before.isAnomalous && isMitigated === before.weight < 1) return;
    this.context.report({
      kind: 'target-anomaly',
      targetGroupArn: this.config.arn,
      id: target.config.id,
      port: target.config.port,
      result: verdict.isAnomalous ? 'anomalous' : 'normal',
      isMitigated,
    });
  }

  private count(isCounted: (target: Target) => boolean, zone: string | undefined): number {
    let count = 0;
    for (const target of this.targets.values()) {
      if ((zone === undefined || target.config.availabilityZone === zone) && isCounted(target)) count++;
    }
    return count;
  }

  private meetsThreshold(threshold = oneHealthyTarget, zone?: string): boolean {
    const place = this.config.crossZone === false ? zone : undefined;
    const registered = targetsOfZone([...this.targets.values()].filter(isRegistered), place);
    return (
      registered.length === 0 || meets(threshold, registered.filter(isHealthy).length, registered.length)
    );
  }

  private figuresOf(zone: string): ZoneFigures {
    let figures = this.figures.get(zone);
    if (figures === undefined) {
      figures = new ZoneFigures();
      this.figures.set(zone, figures);
    }
    return figures;
  }

  /** Who may be chosen is worked out anew at the next request. */
  private refresh(): void {
    this.choice.forget();
  }
}

function keyOf({ id, port }: Pick<TargetConfig, 'id' | 'port'>): string {
  return `${id} ${port}`;
}
