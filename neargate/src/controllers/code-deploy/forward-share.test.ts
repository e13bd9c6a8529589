import { describe, expect, it } from 'vitest';
import { withOnly, withShare } from './forward-share.ts';

const pair = { original: 'blue', replacement: 'green' };

describe('the forward action of a rule', () => {
  it('shares between the two target groups, and keeps the others and the stickiness', () => {
    const actions = [
      { Type: 'authenticate-oidc' as const, Order: 1 },
      {
        Type: 'forward' as const,
        Order: 2,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: 'blue', Weight: 1 },
            { TargetGroupArn: 'other', Weight: 5 },
          ],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
        },
      },
    ];
    expect(withShare(actions, pair, 10)).toEqual([
      actions[0],
      {
        Type: 'forward',
        Order: 2,
        TargetGroupArn: undefined,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: 'other', Weight: 5 },
            { TargetGroupArn: 'blue', Weight: 90 },
            { TargetGroupArn: 'green', Weight: 10 },
          ],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
        },
      },
    ]);
  });

  it('is left alone when it says so already, or when nothing is forwarded', () => {
    const shared = withShare([{ Type: 'forward', TargetGroupArn: 'blue' }], pair, 100) ?? [];
    expect(withShare(shared, pair, 100)).toBeUndefined();
    expect(withShare([{ Type: 'redirect' }], pair, 100)).toBeUndefined();
  });

  it('names one target group alone at the end', () => {
    const shared = withShare([{ Type: 'forward', TargetGroupArn: 'blue' }], pair, 100) ?? [];
    expect(withOnly(shared, pair, 'green')).toEqual([
      {
        Type: 'forward',
        TargetGroupArn: 'green',
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'green', Weight: 1 }] },
      },
    ]);
  });
});
