/** How many targets must be healthy: `minimum_healthy_targets.count` and `.percentage` of a target group health attribute. */
export interface HealthThreshold {
  readonly count: number;
  /** Absent = `off`. */
  readonly percentage?: number;
}

/** AWS's default: one healthy target is enough. */
export const oneHealthyTarget: HealthThreshold = { count: 1 };

/** Whether so many healthy ones of so many registered are enough. Both halves of a threshold must hold. */
export function meets({ count, percentage }: HealthThreshold, healthy: number, registered: number): boolean {
  if (healthy < count) return false;
  return percentage === undefined || healthy * 100 >= percentage * registered;
}

/**
 * The zones whose load balancer nodes DNS answers with: those that are healthy, or all when none is (ALB User Guide,
 * "Target group health": DNS failover, and fail-open of DNS).
 */
export function zonesInDns(
  zones: readonly string[],
  isHealthy: (zone: string) => boolean,
): readonly string[] {
  const healthy = zones.filter((zone) => isHealthy(zone));
  return healthy.length > 0 ? healthy : zones;
}
