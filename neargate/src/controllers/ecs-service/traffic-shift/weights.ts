import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';

/** The whole numbers, at most 999, that stand in the proportion of a percentage with one decimal. Pure. */
export function weightsFor(percent: number): { readonly target: number; readonly source: number } {
  const whole = Number.isInteger(percent) ? 100 : 1000;
  const target = Math.round((percent * whole) / 100);
  return { target, source: whole - target };
}

/**
 * The actions of a rule whose forward action gives the target's group `percent` of what goes to the two groups. Groups that are
 * not in the action yet are added; others keep their weights. Undefined where nothing is to change, or the rule forwards
 * nothing. Pure.
 */
export function withWeights(
  actions: readonly Action[],
  groups: { readonly target: string; readonly source: string },
  percent: number,
): readonly Action[] | undefined {
  const forward = actions.find(({ Type }) => Type === 'forward');
  if (forward === undefined) return undefined;
  const before =
    forward.ForwardConfig?.TargetGroups ??
    (forward.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: forward.TargetGroupArn, Weight: 1 }]);
  const weights = weightsFor(percent);
  const wanted = new Map([
    [groups.source, weights.source],
    [groups.target, weights.target],
  ]);
  const isThere = [...wanted].every(([arn, weight]) =>
    before.some((group) => group.TargetGroupArn === arn && group.Weight === weight),
  );
  if (isThere) return undefined;
  const known = new Set(before.map(({ TargetGroupArn }) => TargetGroupArn));
  const TargetGroups = [
    ...before.map((group) => ({ ...group, Weight: wanted.get(group.TargetGroupArn ?? '') ?? group.Weight })),
    ...[...wanted]
      .filter(([arn]) => !known.has(arn))
      .map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
  ];
  const changed: Action = {
    ...forward,
    TargetGroupArn: undefined,
    ForwardConfig: { ...forward.ForwardConfig, TargetGroups },
  };
  return actions.map((action) => (action === forward ? changed : action));
}
