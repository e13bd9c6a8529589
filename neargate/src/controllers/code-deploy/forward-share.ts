import { isDeepStrictEqual } from 'node:util';
import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import { forwardedGroups } from '../../services/codedeploy/traffic-share.ts';

/** The target groups of the two task sets, by ARN. */
export interface TargetGroupPair {
  readonly original: string;
  readonly replacement: string;
}

/**
 * The actions of a rule whose forward action gives the replacement's target group `percent` of what goes to the two, and keeps
 * both in it so that both are health-checked. Undefined where nothing is to change. Pure.
 */
export function withShare(
  actions: readonly Action[],
  { original, replacement }: TargetGroupPair,
  percent: number,
): readonly Action[] | undefined {
  return withGroups(
    actions,
    [original, replacement],
    [
      { TargetGroupArn: original, Weight: 100 - percent },
      { TargetGroupArn: replacement, Weight: percent },
    ],
  );
}

/** The actions of a rule that forwards what went to the two target groups to one of them alone. Pure. */
export function withOnly(
  actions: readonly Action[],
  { original, replacement }: TargetGroupPair,
  kept: string,
): readonly Action[] | undefined {
  return withGroups(actions, [original, replacement], [{ TargetGroupArn: kept, Weight: 1 }]);
}

/** Other target groups of the action stay as they are, with their weights. */
function withGroups(
  actions: readonly Action[],
  pair: readonly string[],
  wanted: readonly TargetGroupTuple[],
): readonly Action[] | undefined {
  const forward = actions.find(({ Type }) => Type === 'forward');
  if (forward === undefined) return undefined;
  const others = forwardedGroups(actions)
    .filter(({ arn }) => !pair.includes(arn))
    .map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight }));
  const TargetGroups = [...others, ...wanted];
  const [only] = TargetGroups;
  const changed: Action = {
    ...forward,
    TargetGroupArn: TargetGroups.length === 1 ? only?.TargetGroupArn : undefined,
    ForwardConfig: { ...forward.ForwardConfig, TargetGroups },
  };
  const isThere =
    forward.TargetGroupArn === changed.TargetGroupArn &&
    isDeepStrictEqual(forward.ForwardConfig?.TargetGroups, TargetGroups);
  return isThere ? undefined : actions.map((action) => (action === forward ? changed : action));
}
