import { describe, expect, it } from 'vitest';
import type { TargetHealthState } from '../snapshot.ts';
import { eligibleTargets, TargetSelector } from './selection.ts';

interface Target {
  name: string;
  health: { state: TargetHealthState };
  inFlight: number;
  healthySince: number;
}

function target(name: string, state: TargetHealthState = 'healthy', overrides: Partial<Target> = {}): Target {
  return { name, health: { state }, inFlight: 0, healthySince: 0, ...overrides };
}

describe('eligibleTargets', () => {
  it('are the healthy ones', () => {
    const targets = [target('a'), target('b', 'unhealthy'), target('c', 'initial'), target('d', 'draining')];
    expect(eligibleTargets(targets)).toEqual({ targets: [targets[0]], failOpen: false });
  });

  it('are all registered ones but the draining when none is healthy', () => {
    const targets = [
      target('b', 'unhealthy'),
      target('c', 'initial'),
      target('d', 'draining'),
      target('e', 'unused'),
    ];
    expect(eligibleTargets(targets)).toEqual({ targets: targets.slice(0, 2), failOpen: true });
  });

  it('are those whose health checks are disabled', () => {
    expect(eligibleTargets([target('a', 'unavailable')]).failOpen).toBe(false);
  });
});

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
    const busy = [target('a', 'healthy', { inFlight: 2 }), target('b'), target('c')];
    expect(names(4, () => selector.choose(busy, 'least_outstanding_requests', 0, 0))).toBe('bcbc');
  });

  it('gives a target in slow start a share that grows with its age', () => {
    const pair = [target('old', 'healthy', { healthySince: -100_000 }), target('new')];
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

  it('does not hold back new targets when all are new', () => {
    const selector = new TargetSelector<Target>(() => 0.99);
    expect(names(4, () => selector.choose([target('x'), target('y')], 'round_robin', 60_000, 1))).toBe(
      'xyxy',
    );
  });
});
