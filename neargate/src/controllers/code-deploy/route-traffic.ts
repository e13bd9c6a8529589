import type { DeploymentRow, DeploymentScene } from '../../services/codedeploy/store.ts';
import { rulesForwardingTo } from '../../services/codedeploy/traffic-share.ts';
import { elbv2Tables, type RuleRow } from '../../services/elbv2/store.ts';
import type { DeploymentPass } from './deployment-pass.ts';
import { type TargetGroupPair, withOnly, withShare } from './forward-share.ts';

/** The replacement task set's part of the traffic, in percent. */
export interface TrafficShare {
  readonly production: number;
  readonly test: number;
}

export function pairOf(scene: DeploymentScene): TargetGroupPair {
  return { original: scene.originalTargetGroupArn, replacement: scene.replacementTargetGroupArn };
}

/** The listener of production traffic, and the one of test traffic where there is one. */
export function listenersOf({ loadBalancerInfo }: Pick<DeploymentRow, 'loadBalancerInfo'>): {
  readonly production: string;
  readonly test: string | undefined;
} {
  const [pair] = loadBalancerInfo.targetGroupPairInfoList ?? [];
  return {
    production: pair?.prodTrafficRoute?.listenerArns?.[0] ?? '',
    test: pair?.testTrafficRoute?.listenerArns?.[0],
  };
}

/**
 * Makes the listeners give the replacement task set its share: in each of their rules, the default actions among them, that
 * forwards to one of the two target groups.
 * @returns the listener that forwards to neither any more, so that nothing could be shifted; undefined when all is as it shall be
 */
export function routeTraffic(
  pass: DeploymentPass,
  scene: DeploymentScene,
  share: TrafficShare,
): string | undefined {
  const { production, test } = listenersOf(pass.row);
  const pair = pairOf(scene);
  const lost = changeRules(pass, pair, production, (rule) => withShare(rule.actions, pair, share.production));
  if (lost !== undefined || test === undefined) return lost;
  return changeRules(pass, pair, test, (rule) => withShare(rule.actions, pair, share.test));
}

/** Takes the other target group out of the listeners' rules, once nothing is left in it. */
export function leaveOnly(pass: DeploymentPass, scene: DeploymentScene, targetGroupArn: string): void {
  const { production, test } = listenersOf(pass.row);
  const pair = pairOf(scene);
  for (const listener of [production, test]) {
    if (listener !== undefined)
      changeRules(pass, pair, listener, (rule) => withOnly(rule.actions, pair, targetGroupArn));
  }
}

function changeRules(
  { environment, scope }: DeploymentPass,
  { original, replacement }: TargetGroupPair,
  listenerArn: string,
  change: (rule: RuleRow) => RuleRow['actions'] | undefined,
): string | undefined {
  const tables = elbv2Tables(environment.store, scope);
  const rules = rulesForwardingTo(tables, listenerArn, [original, replacement]);
  for (const rule of rules) {
    const actions = change(rule);
    if (actions !== undefined) tables.rules.put(rule.ruleArn, { ...rule, actions });
  }
  return rules.length === 0 ? listenerArn : undefined;
}
