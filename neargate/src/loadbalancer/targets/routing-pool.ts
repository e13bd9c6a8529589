import type { TargetHealthState } from '../reports.ts';
import type { HealthThreshold } from './health-thresholds.ts';
import { meets } from './health-thresholds.ts';

/** What the choice of who may get requests looks at. */
export interface PoolMember {
  readonly health: { readonly state: TargetHealthState };
  readonly config: { readonly availabilityZone: string };
}

/** The targets that may get a request now. */
export interface RoutingPool<T extends PoolMember> {
  readonly targets: readonly T[];
  /** Too few targets are healthy, so all that are registered are used (fail-open). */
  readonly failOpen: boolean;
}

/** Health checks passed, or are disabled, where every target counts as healthy. */
export function isHealthy({ health: { state } }: PoolMember): boolean {
  return state === 'healthy' || state === 'unavailable';
}

/** Registered and neither draining nor unused. */
export function isRegistered({ health: { state } }: PoolMember): boolean {
  return state === 'healthy' || state === 'unavailable' || state === 'initial' || state === 'unhealthy';
}

/** The targets a load balancer node of this zone sends to; every target when `zone` is undefined (cross-zone is on). */
export function targetsOfZone<T extends PoolMember>(
  targets: readonly T[],
  zone: string | undefined,
): readonly T[] {
  if (zone === undefined) return targets;
  return targets.filter(
    ({ config }) => config.availabilityZone === zone || config.availabilityZone === 'all',
  );
}

/**
 * Healthy targets; when fewer than `threshold` are, every registered target that is not draining (ALB User Guide, "Target
 * group health": routing failover). Empty means 503.
 */
export function routingPool<T extends PoolMember>(
  targets: readonly T[],
  threshold: HealthThreshold,
): RoutingPool<T> {
  const registered = targets.filter(isRegistered);
  const healthy = registered.filter(isHealthy);
  return meets(threshold, healthy.length, registered.length)
    ? { targets: healthy, failOpen: false }
    : { targets: registered, failOpen: true };
}
