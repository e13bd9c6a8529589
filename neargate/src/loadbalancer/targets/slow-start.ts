/** A healthy target, as slow start sees it. */
export interface SlowStarter {
  /** Epoch milliseconds at which the target entered slow start; undefined when it did not. */
  readonly slowStartSince: number | undefined;
}

/** Whether the target still ramps up. */
export function isInSlowStart({ slowStartSince }: SlowStarter, durationMs: number, nowMs: number): boolean {
  return slowStartSince !== undefined && nowMs - slowStartSince < durationMs;
}

/**
 * Whether a target that has just become healthy enters slow start: only beside a healthy target that is not in it, so that the
 * first targets of a group take traffic at once (ALB User Guide, "Slow start mode").
 */
export function entersSlowStart(
  otherHealthyTargets: readonly SlowStarter[],
  durationMs: number,
  nowMs: number,
): boolean {
  return durationMs > 0 && otherHealthyTargets.some((other) => !isInSlowStart(other, durationMs, nowMs));
}

/** The share in [0, 1] of its turns that a target takes: linear over the duration, 1 outside of slow start. */
export function slowStartShare(target: SlowStarter, durationMs: number, nowMs: number): number {
  if (target.slowStartSince === undefined || durationMs === 0) return 1;
  return Math.min(1, Math.max(0, (nowMs - target.slowStartSince) / durationMs));
}
