import type { SlowStarter } from './slow-start.ts';
import { isInSlowStart, slowStartShare } from './slow-start.ts';

/** What the algorithms look at. */
export interface Candidate extends SlowStarter {
  readonly inFlight: number;
  /** In (0, 1]: what anomaly mitigation leaves of a target's share of weighted_random. */
  readonly weight: number;
}

export type Algorithm = 'round_robin' | 'least_outstanding_requests' | 'weighted_random';

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
        return weightedRandom(usable, this.random());
      case 'round_robin':
        return slowStartMs === 0 ? this.next(usable) : this.rampingRoundRobin(usable, slowStartMs, nowMs);
    }
  }

  /** A target in slow start lets turns pass, in proportion to what it is not ready for. */
  private rampingRoundRobin(targets: readonly T[], slowStartMs: number, nowMs: number): T | undefined {
    for (let tries = 0; tries < targets.length; tries++) {
      const target = this.next(targets);
      if (target === undefined || !isInSlowStart(target, slowStartMs, nowMs)) return target;
      if (this.random() < slowStartShare(target, slowStartMs, nowMs)) return target;
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

/** A target by its share of all weights. `random` is in [0, 1). */
export function weightedRandom<T extends { readonly weight: number }>(
  targets: readonly T[],
  random: number,
): T | undefined {
  let total = 0;
  for (const { weight } of targets) total += weight;
  let point = random * total;
  for (const target of targets) {
    point -= target.weight;
    if (point < 0) return target;
  }
  return targets.at(-1);
}
