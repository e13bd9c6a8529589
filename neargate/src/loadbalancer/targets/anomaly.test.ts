import { describe, expect, it } from 'vitest';
import type { Verdict } from './anomaly.ts';
import { judge, unsuspected } from './anomaly.ts';

const of = (requests: number, errors: number, before: Verdict = unsuspected) => ({
  sample: { requests, errors },
  before,
});

describe('judge', () => {
  it('finds the target that fails more than the others', () => {
    expect(judge([of(100, 0), of(100, 1), of(100, 30)], false)).toEqual([
      unsuspected,
      unsuspected,
      { isAnomalous: true, weight: 1 },
    ]);
  });

  it('suspects nobody when all fail alike, when there are fewer than three, or when there is too little to go by', () => {
    expect(judge([of(100, 40), of(100, 50), of(100, 45)], true).some(({ isAnomalous }) => isAnomalous)).toBe(
      false,
    );
    expect(judge([of(100, 0), of(100, 90)], true)).toEqual([unsuspected, unsuspected]);
    expect(judge([of(100, 0), of(100, 0), of(9, 9)], true)[2]).toEqual(unsuspected);
  });

  it('takes weight away step by step, never all of it, and gives it back', () => {
    let verdict: Verdict = unsuspected;
    const weights: number[] = [];
    for (const errors of [50, 50, 50, 50, 50, 0, 0, 0, 0, 0]) {
      verdict = judge([of(100, 0), of(100, 0), of(100, errors, verdict)], true)[2] ?? unsuspected;
      weights.push(verdict.weight);
    }
    expect(weights).toEqual([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 1]);
    expect(verdict).toEqual(unsuspected);
  });

  it('tries a target again that gets too few requests to be judged', () => {
    const mitigated = { isAnomalous: true, weight: 1 / 16 };
    expect(judge([of(100, 0), of(100, 0), of(3, 3, mitigated)], true)[2]).toEqual({
      isAnomalous: true,
      weight: 1 / 8,
    });
  });
});
