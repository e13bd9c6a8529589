import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2Tables, LoadBalancerRow } from './store.ts';

/** The target groups that actions forward to. */
export function targetGroupsOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) =>
    action.ForwardConfig?.TargetGroups === undefined
      ? action.TargetGroupArn === undefined
        ? []
        : [action.TargetGroupArn]
      : action.ForwardConfig.TargetGroups.map((group) => group.TargetGroupArn ?? ''),
  );
}

/** The load balancer whose listeners or rules forward to the group, if any; there is at most one. */
export function loadBalancerUsing(tables: Elbv2Tables, targetGroupArn: string): LoadBalancerRow | undefined {
  for (const rule of tables.rules.values()) {
    if (!targetGroupsOf(rule.actions).includes(targetGroupArn)) continue;
    const listener = tables.listeners.get(rule.listenerArn);
    return listener === undefined ? undefined : tables.loadBalancers.get(listener.loadBalancerArn);
  }
  return undefined;
}

/** How many target groups the load balancer's listeners and rules forward to. */
export function countTargetGroupsOf(tables: Elbv2Tables, { loadBalancerArn }: LoadBalancerRow): number {
  const used = new Set<string>();
  for (const rule of tables.rules.values()) {
    if (tables.listeners.get(rule.listenerArn)?.loadBalancerArn !== loadBalancerArn) continue;
    for (const arn of targetGroupsOf(rule.actions)) used.add(arn);
  }
  return used.size;
}
