import type { TargetHealthState } from '../snapshot.ts';

/** What target selection looks at. */
export interface Candidate {
  readonly health: { readonly state: TargetHealthState };
  readonly inFlight: number;
  /** Epoch milliseconds since when the target has been healthy. */
  readonly healthySince: number;
}

export type Algorithm = 'round_robin' | 'least_outstanding_requests' | 'weighted_random';

/** The targets that may get a request now. */
export interface EligibleTargets<T extends Candidate> {
  readonly targets: readonly T[];
  /** No target is healthy, so all that are registered are used (fail-open). */
  readonly failOpen: boolean;
}

/**
 * Healthy targets; when there is none, every registered target that is not draining (ALB User Guide, "Target group health":
 * fail-open). Empty means 503.
 */
export function eligibleTargets<T extends Candidate>(targets: readonly T[]): EligibleTargets<T> {
  const healthy = targets.filter(
    ({ health }) => health.state === 'healthy' || health.state === 'unavailable',
  );
  if (healthy.length > 0) return { targets: healthy, failOpen: false };
  return {
    targets: targets.filter(({ health }) => health.state === 'initial' || health.state === 'unhealthy'),
    failOpen: true,
  };
}

/** Chooses targets of one group by its algorithm. Keeps the round-robin position between requests. */
export class TargetSelector<T extends Candidate> {
  private position = -1;
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /**
   * @param skip targets already tried for this request.
   * @param slowStartMs 0 = off; only round robin ramps (AWS refuses it with the others).
   */
  choose(
    targets: readonly T[],
    algorithm: Algorithm,
    slowStartMs: number,
    nowMs: number,
    skip?: ReadonlySet<T>,
  ): T | undefined {
    const usable = skip === undefined ? targets : targets.filter((target) => !skip.has(target));
    if (usable.length === 0) return undefined;
    switch (algorithm) {
      case 'least_outstanding_requests':
        return this.leastOutstanding(usable);
      case 'weighted_random':
        return usable[Math.floor(this.random() * usable.length)];
      case 'round_robin':
        return this.roundRobin(usable, slowStartMs, nowMs);
    }
  }

  private roundRobin(targets: readonly T[], slowStartMs: number, nowMs: number): T | undefined {
    const isRamping = (target: T) => nowMs - target.healthySince < slowStartMs;
    const canRamp = slowStartMs > 0 && targets.some((target) => !isRamping(target));
    for (let tries = 0; tries < targets.length; tries++) {
      const target = this.next(targets);
      if (!canRamp || target === undefined || !isRamping(target)) return target;
      if (this.random() < (nowMs - target.healthySince) / slowStartMs) return target;
    }
    return this.next(targets);
  }

  private next(targets: readonly T[]): T | undefined {
    this.position = this.position + 1 < targets.length ? this.position + 1 : 0;
    return targets[this.position];
  }

  // Starting after the last choice shares ties out evenly.
  private leastOutstanding(targets: readonly T[]): T | undefined {
    let best: T | undefined;
    let bestAt = 0;
    for (let step = 1; step <= targets.length; step++) {
      const at = (this.position + step + targets.length) % targets.length;
      const target = targets[at];
      if (target !== undefined && (best === undefined || target.inFlight < best.inFlight)) {
        best = target;
        bestAt = at;
      }
    }
    this.position = bestAt;
    return best;
  }
}
