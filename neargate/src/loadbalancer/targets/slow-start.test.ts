import { describe, expect, it } from 'vitest';
import { entersSlowStart, isInSlowStart, slowStartShare } from './slow-start.ts';

const settled = { slowStartSince: undefined };

describe('slow start', () => {
  it('is entered beside a healthy target that is not in it, and only then', () => {
    expect(entersSlowStart([settled], 30_000, 0)).toBe(true);
    expect(entersSlowStart([], 30_000, 0)).toBe(false);
    expect(entersSlowStart([{ slowStartSince: 0 }], 30_000, 29_999)).toBe(false);
    expect(entersSlowStart([{ slowStartSince: 0 }], 30_000, 30_000)).toBe(true);
    expect(entersSlowStart([settled], 0, 0)).toBe(false);
  });

  it('ramps linearly and ends to the millisecond', () => {
    const target = { slowStartSince: 1_000 };
    expect(slowStartShare(target, 30_000, 1_000)).toBe(0);
    expect(slowStartShare(target, 30_000, 16_000)).toBe(0.5);
    expect(isInSlowStart(target, 30_000, 30_999)).toBe(true);
    expect(isInSlowStart(target, 30_000, 31_000)).toBe(false);
    expect(slowStartShare(settled, 30_000, 0)).toBe(1);
  });
});
