import { describe, expect, it } from 'vitest';
import { timing } from '../../core/timing.ts';
import { trafficSteps } from './traffic-steps.ts';

const aws = timing('aws');
const minute = 60_000;

describe('the steps of a traffic shift', () => {
  it('are one when everything goes at once', () => {
    expect(trafficSteps({ type: 'AllAtOnce' }, aws)).toEqual([{ percent: 100, intervalMs: 0 }]);
  });

  it('of a canary are two', () => {
    const routing = {
      type: 'TimeBasedCanary',
      timeBasedCanary: { canaryPercentage: 10, canaryInterval: 15 },
    } as const;
    expect(trafficSteps(routing, aws)).toEqual([
      { percent: 10, intervalMs: 15 * minute },
      { percent: 100, intervalMs: 0 },
    ]);
  });

  it('of a linear shift end with what is left', () => {
    const linear = (linearPercentage: number) =>
      trafficSteps(
        { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage, linearInterval: 3 } },
        aws,
      );
    expect(linear(30).map(({ percent }) => percent)).toEqual([30, 60, 90, 100]);
    expect(linear(10)).toHaveLength(10);
    expect(linear(50)).toEqual([
      { percent: 50, intervalMs: 3 * minute },
      { percent: 100, intervalMs: 0 },
    ]);
  });
});
