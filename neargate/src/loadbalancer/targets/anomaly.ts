/**
 * Anomaly detection: targets that answer with 5xx, or cannot be connected to, more often than the others of their group (ALB User
 * Guide, "Automatic target weights"). AWS says what is compared and that three healthy targets are needed, not how: windows,
 * thresholds and steps here are our own reading.
 */

/** What is compared, over one window. */
export interface ErrorSample {
  /** Requests that ended in a response or a connection error. */
  readonly requests: number;
  readonly errors: number;
}

/** What was found of a target, and the weight that weighted_random gives it. */
export interface Verdict {
  readonly isAnomalous: boolean;
  /** In (0, 1]; below 1 only while mitigation is on. */
  readonly weight: number;
}

export const unsuspected: Verdict = { isAnomalous: false, weight: 1 };

/** How often verdicts are made. */
export const anomalyWindowMs = 10_000;
const minTargets = 3;
/** A window with fewer requests says nothing of a target. */
const minRequests = 10;
/** Anomalous: so many times the error rate of the others, and so much above it. */
const factor = 3;
const margin = 0.05;
const lowestWeight = 1 / 16;

/**
 * The verdicts after a window, in the order of the healthy targets given with what was thought of them before. Mitigation halves
 * the weight of an anomalous target and doubles it again once it is not, or is heard of too little.
 */
export function judge(
  targets: readonly { readonly sample: ErrorSample; readonly before: Verdict }[],
  isMitigating: boolean,
): Verdict[] {
  if (targets.length < minTargets) return targets.map(() => unsuspected);
  let requests = 0;
  let errors = 0;
  for (const { sample } of targets) {
    requests += sample.requests;
    errors += sample.errors;
  }
  return targets.map(({ sample, before }) => {
    const isHeard = sample.requests >= minRequests;
    const others = { requests: requests - sample.requests, errors: errors - sample.errors };
    const isAnomalous = isHeard ? isWorse(sample, others) : before.isAnomalous && before.weight < 1;
    if (!isMitigating) return { isAnomalous, weight: 1 };
    const weight =
      isAnomalous && isHeard ? Math.max(lowestWeight, before.weight / 2) : Math.min(1, before.weight * 2);
    return { isAnomalous, weight };
  });
}

function isWorse(sample: ErrorSample, others: ErrorSample): boolean {
  const rate = sample.errors / sample.requests;
  const othersRate = others.requests === 0 ? 0 : others.errors / others.requests;
  return rate >= othersRate + margin && rate >= othersRate * factor;
}
