import type { ThresholdType } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { circuitBreakerThreshold } from './circuit-breaker.ts';

describe('circuitBreakerThreshold', () => {
  it.each([
    [1, 3],
    [5, 3],
    [25, 13],
    [400, 200],
    [800, 200],
  ])('is reached for desired %i after %i failures', (desired, threshold) => {
    expect(circuitBreakerThreshold(desired)).toBe(threshold);
  });

  it('is what the threshold configuration says, where there is one', () => {
    const threshold = (desired: number, type: ThresholdType, value: number) =>
      circuitBreakerThreshold(desired, { thresholdConfiguration: { type, value } });
    expect(threshold(1000, 'COUNT', 7)).toBe(7);
    expect(threshold(10, 'BOUNDED_PERCENT', 10)).toBe(3);
    expect(threshold(1000, 'BOUNDED_PERCENT', 50)).toBe(200);
    expect(threshold(1000, 'UNBOUNDED_PERCENT', 50)).toBe(500);
    expect(threshold(3, 'UNBOUNDED_PERCENT', 50)).toBe(2);
  });
});
