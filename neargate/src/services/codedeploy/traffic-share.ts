import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2Tables, RuleRow } from '../elbv2/store.ts';

/** The target groups of the forward action with their weights; none where nothing is forwarded. */
export function forwardedGroups(
  actions: readonly Action[],
): readonly { readonly arn: string; readonly weight: number }[] {
  const forward = actions.find(({ Type }) => Type === 'forward');
  const groups = forward?.ForwardConfig?.TargetGroups ?? [];
  if (groups.length > 0)
    return groups.map(({ TargetGroupArn = '', Weight = 1 }) => ({ arn: TargetGroupArn, weight: Weight }));
  return forward?.TargetGroupArn === undefined ? [] : [{ arn: forward.TargetGroupArn, weight: 1 }];
}

/** The rules of a listener, its default actions among them, that forward to one of the target groups. */
export function rulesForwardingTo(
  { rules }: Elbv2Tables,
  listenerArn: string,
  targetGroupArns: readonly string[],
): readonly RuleRow[] {
  return [...rules.values()].filter(
    (rule) =>
      rule.listenerArn === listenerArn &&
      forwardedGroups(rule.actions).some(({ arn }) => targetGroupArns.includes(arn)),
  );
}

/** How much of what a rule forwards goes to the target group, in percent. */
export function shareOf({ actions }: Pick<RuleRow, 'actions'>, targetGroupArn: string): number {
  const groups = forwardedGroups(actions);
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const own = groups.find(({ arn }) => arn === targetGroupArn)?.weight ?? 0;
  return total === 0 ? 0 : (own * 100) / total;
}
