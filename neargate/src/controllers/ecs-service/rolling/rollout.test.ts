import { describe, expect, it } from 'vitest';
import { decideRollout, type RolloutView } from './rollout.ts';

const settled: RolloutView = {
  rolloutState: 'IN_PROGRESS',
  desiredCount: 2,
  healthyCount: 2,
  unsettledCount: 0,
  olderCount: 0,
  earlySuccess: undefined,
  bakeMs: 0,
  bakingSinceMs: undefined,
  nowMs: 100_000,
};

describe('decideRollout', () => {
  it('completes when every wanted task is healthy and no older task is left', () => {
    expect(decideRollout({ ...settled, healthyCount: 1, unsettledCount: 1 })).toEqual({ kind: 'continue' });
    expect(decideRollout({ ...settled, olderCount: 1 })).toEqual({ kind: 'continue' });
    expect(decideRollout(settled)).toEqual({ kind: 'complete' });
  });

  it('bakes first where that is configured', () => {
    const baking = { ...settled, bakeMs: 60_000 };
    expect(decideRollout(baking)).toEqual({ kind: 'bake' });
    expect(decideRollout({ ...baking, bakingSinceMs: 50_000 })).toEqual({ kind: 'wait', untilMs: 110_000 });
    expect(decideRollout({ ...baking, bakingSinceMs: 40_000 })).toEqual({ kind: 'complete' });
    expect(decideRollout({ ...baking, bakingSinceMs: 40_000, healthyCount: 1 })).toEqual({
      kind: 'continue',
    });
  });

  it('is content with less where the early success criteria say so', () => {
    const early = { ...settled, desiredCount: 4, healthyCount: 3, unsettledCount: 1, olderCount: 2 };
    const criteria = { healthyPercent: 75, waitsForOlder: false };
    expect(decideRollout({ ...early, earlySuccess: criteria })).toEqual({ kind: 'complete' });
    expect(decideRollout({ ...early, earlySuccess: { ...criteria, waitsForOlder: true } })).toEqual({
      kind: 'continue',
    });
    expect(decideRollout({ ...early, healthyCount: 2, earlySuccess: criteria })).toEqual({
      kind: 'continue',
    });
  });

  it('decides nothing for a deployment that has ended', () => {
    expect(decideRollout({ ...settled, rolloutState: 'FAILED' })).toEqual({ kind: 'continue' });
  });
});
