import { describe, expect, it } from 'vitest';
import { RunningStatistics } from './metrics.ts';

describe('running statistics', () => {
  it('sum up, start anew at each fold, and are nothing without samples', () => {
    const statistics = new RunningStatistics();
    for (const value of [3, 1, 2]) statistics.add(value);
    expect(statistics.fold()).toEqual({ sampleCount: 3, sum: 6, minimum: 1, maximum: 3 });
    expect(statistics.fold()).toBeUndefined();
  });

  it('keep how values are distributed to within a percent, also through a merge', () => {
    const zone = new RunningStatistics('distributed');
    for (let milliseconds = 0; milliseconds <= 1000; milliseconds++) zone.add(milliseconds / 1000);
    const all = new RunningStatistics();
    const folded = zone.fold();
    if (folded === undefined) throw new Error('nothing was added');
    all.merge(folded);
    const values = (all.fold()?.values ?? []).toSorted(([left], [right]) => left - right);
    expect(values.reduce((total, [, count]) => total + count, 0)).toBe(1001);
    expect(values[0]).toEqual([0, 1]);
    let seen = 0;
    const p90 = values.find(([, count]) => (seen += count) >= 901)?.[0] ?? 0;
    expect(Math.abs(p90 - 0.9)).toBeLessThan(0.009 + 0.001);
  });
});
