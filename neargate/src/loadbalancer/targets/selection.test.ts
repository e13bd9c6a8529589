import { describe, expect, it } from 'vitest';
import { TargetSelector, weightedRandom } from './selection.ts';

interface Target {
  name: string;
  inFlight: number;
  weight: number;
  slowStartSince: number | undefined;
}

function target(name: string, overrides: Partial<Target> = {}): Target {
  return { name, inFlight: 0, weight: 1, slowStartSince: undefined, ...overrides };
}

describe('TargetSelector', () => {
  const targets = [target('a'), target('b'), target('c')];
  const names = (count: number, choose: () => Target | undefined) =>
    Array.from({ length: count }, () => choose()?.name).join('');

  it('takes turns', () => {
    const selector = new TargetSelector<Target>(() => 0);
    expect(names(7, () => selector.choose(targets, 'round_robin', 0, 0))).toBe('abcabca');
  });

  it('skips what was tried and gives up when all were', () => {
    const selector = new TargetSelector<Target>(() => 0);
    const [a, b, c] = targets as [Target, Target, Target];
    expect(selector.choose(targets, 'round_robin', 0, 0, new Set([a, b]))).toBe(c);
    expect(selector.choose(targets, 'round_robin', 0, 0, new Set(targets))).toBeUndefined();
  });

  it('takes the target with the fewest requests in flight, ties in turn', () => {
    const selector = new TargetSelector<Target>(() => 0);
    const busy = [target('a', { inFlight: 2 }), target('b'), target('c')];
    expect(names(4, () => selector.choose(busy, 'least_outstanding_requests', 0, 0))).toBe('bcbc');
  });

  it('gives a target in slow start a share that grows with its age', () => {
    const pair = [target('old'), target('new', { slowStartSince: 0 })];
    const share = (nowMs: number) => {
      let step = 0;
      const selector = new TargetSelector<Target>(() => (step++ % 10) / 10);
      let count = 0;
      for (let request = 0; request < 200; request++) {
        if (selector.choose(pair, 'round_robin', 60_000, nowMs)?.name === 'new') count++;
      }
      return count;
    };
    expect(share(0)).toBe(0);
    expect(share(30_000)).toBeGreaterThan(share(10_000));
    expect(share(60_000)).toBe(100);
  });
});

describe('weightedRandom', () => {
  it('shares by weight', () => {
    const pair = [target('a', { weight: 0.25 }), target('b')];
    const names = [0, 0.19, 0.21, 0.99].map((random) => weightedRandom(pair, random)?.name);
    expect(names).toEqual(['a', 'a', 'b', 'b']);
  });

  it('is undefined of none', () => {
    expect(weightedRandom([], 0.5)).toBeUndefined();
  });
});
