import { describe, expect, it } from 'vitest';
import { weightsFor, withWeights } from './weights.ts';

describe('weightsFor', () => {
  it.each([
    [0, 0, 100],
    [5, 5, 95],
    [33.3, 333, 667],
    [0.1, 1, 999],
    [99.9, 999, 1],
    [100, 100, 0],
  ])('of %f percent are %i and %i', (percent, target, source) => {
    expect(weightsFor(percent)).toEqual({ target, source });
  });
});

describe('withWeights', () => {
  const groups = { target: 'green', source: 'blue' };

  it('adds the group that a simple forward does not name, and keeps stickiness and other groups', () => {
    expect(withWeights([{ Type: 'forward', TargetGroupArn: 'blue', Order: 1 }], groups, 0)).toEqual([
      {
        Type: 'forward',
        Order: 1,
        TargetGroupArn: undefined,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: 'blue', Weight: 100 },
            { TargetGroupArn: 'green', Weight: 0 },
          ],
        },
      },
    ]);
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    const TargetGroups = [
      { TargetGroupArn: 'third', Weight: 7 },
      { TargetGroupArn: 'green', Weight: 0 },
    ];
    const [changed] =
      withWeights(
        [{ Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } }],
        groups,
        5,
      ) ?? [];
    expect(changed?.ForwardConfig).toEqual({
      TargetGroups: [
        { TargetGroupArn: 'third', Weight: 7 },
        { TargetGroupArn: 'green', Weight: 5 },
        { TargetGroupArn: 'blue', Weight: 95 },
      ],
      TargetGroupStickinessConfig,
    });
  });

  it('changes nothing that is so already, and no rule that does not forward', () => {
    const changed = withWeights([{ Type: 'forward', TargetGroupArn: 'blue' }], groups, 50);
    expect(withWeights(changed ?? [], groups, 50)).toBeUndefined();
    expect(withWeights([{ Type: 'fixed-response' }], groups, 50)).toBeUndefined();
  });
});
