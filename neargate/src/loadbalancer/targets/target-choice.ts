import type { TargetGroupConfig } from '../target-group-config.ts';
import { oneHealthyTarget } from './health-thresholds.ts';
import type { RoutingPool } from './routing-pool.ts';
import { routingPool, targetsOfZone } from './routing-pool.ts';
import { TargetSelector } from './selection.ts';
import type { Target } from './target.ts';

/** Where a request comes from, and where it would rather go. */
export interface TargetPreference {
  /** The zone of the load balancer node that has the request. */
  readonly zone: string | undefined;
  /** The target that stickiness holds the client to. */
  readonly stuckTo: Target | undefined;
}

/** Chooses targets of one group: who may be chosen is worked out once per change, and once per zone when cross-zone is off. */
export class TargetChoice {
  private readonly random: () => number;
  private readonly pools = new Map<string | undefined, RoutingPool<Target>>();
  private readonly selectors = new Map<string | undefined, TargetSelector<Target>>();

  constructor(random: () => number) {
    this.random = random;
  }

  /** Targets, their health or the configuration have changed. */
  forget(): void {
    this.pools.clear();
  }

  /** The target for a request; undefined means 503. `skip` holds those already tried for it. */
  choose(
    all: Iterable<Target>,
    config: TargetGroupConfig,
    nowMs: number,
    { zone, stuckTo }: TargetPreference,
    skip?: ReadonlySet<Target>,
  ): Target | undefined {
    const place = config.crossZone === false ? zone : undefined;
    const { targets, failOpen } = this.poolOf(all, config, place);
    const isStuck = stuckTo !== undefined && skip?.has(stuckTo) !== true && targets.includes(stuckTo);
    const target = isStuck
      ? stuckTo
      : this.selectorOf(place).choose(targets, config.algorithm, config.slowStartMs, nowMs, skip);
    if (skip === undefined) target?.noteRequest(failOpen);
    return target;
  }

  private poolOf(
    all: Iterable<Target>,
    config: TargetGroupConfig,
    zone: string | undefined,
  ): RoutingPool<Target> {
    let pool = this.pools.get(zone);
    if (pool === undefined) {
      pool = routingPool(targetsOfZone([...all], zone), config.unhealthyStateRouting ?? oneHealthyTarget);
      this.pools.set(zone, pool);
    }
    return pool;
  }

  private selectorOf(zone: string | undefined): TargetSelector<Target> {
    let selector = this.selectors.get(zone);
    if (selector === undefined) {
      selector = new TargetSelector<Target>(this.random);
      this.selectors.set(zone, selector);
    }
    return selector;
  }
}
