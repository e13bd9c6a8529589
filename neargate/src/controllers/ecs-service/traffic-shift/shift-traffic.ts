import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { DeploymentRow, ServiceRow } from '../../../services/ecs/store.ts';
import { type Elbv2Tables, elbv2Tables, type RuleRow } from '../../../services/elbv2/store.ts';
import { say } from '../say.ts';
import { schedulerEvents } from '../scheduler-events.ts';
import type { ServicePass } from '../service-pass.ts';
import type { Traffic } from './stages.ts';
import { withWeights } from './weights.ts';

/**
 * Makes the listener rules give `target`, a deployment of the service, its share of the traffic, as ECS does with the
 * infrastructure role of the load balancer.
 * @param percent of the production and of the test traffic
 * @returns false when a rule is missing or forwards nothing, which is said
 */
export function shiftTraffic(
  pass: ServicePass,
  service: ServiceRow,
  target: DeploymentRow,
  percent: Traffic,
): boolean {
  const tables = elbv2Tables(pass.environment.store, pass.scope);
  let isShifted = true;
  for (const loadBalancer of service.loadBalancers) {
    const { productionListenerRule, testListenerRule } = loadBalancer.advancedConfiguration ?? {};
    const groups = groupsOf(loadBalancer, target);
    if (groups === undefined) continue;
    const wishes = [
      [productionListenerRule, percent.production],
      [testListenerRule, percent.test],
    ] as const;
    for (const [arn, share] of wishes) {
      if (arn === undefined || setWeights(tables, arn, groups, share)) continue;
      isShifted = false;
      say(pass, service, schedulerEvents.cannotShift(arn));
    }
  }
  return isShifted;
}

/** The target's group of a load balancer, and the one that takes turns with it. */
function groupsOf(
  { targetGroupArn, advancedConfiguration }: LoadBalancer,
  { loadBalancers }: DeploymentRow,
): { readonly target: string; readonly source: string } | undefined {
  const alternate = advancedConfiguration?.alternateTargetGroupArn;
  if (targetGroupArn === undefined || alternate === undefined) return undefined;
  const usesAlternate = loadBalancers.some((resolved) => resolved.targetGroupArn === alternate);
  return usesAlternate
    ? { target: alternate, source: targetGroupArn }
    : { target: targetGroupArn, source: alternate };
}

function setWeights(
  { rules }: Elbv2Tables,
  arn: string,
  groups: { readonly target: string; readonly source: string },
  percent: number,
): boolean {
  const rule = findRule(rules.values(), arn);
  if (rule === undefined || rule.actions.every(({ Type }) => Type !== 'forward')) return false;
  const actions = withWeights(rule.actions, groups, percent);
  if (actions !== undefined) rules.put(rule.ruleArn, { ...rule, actions });
  return true;
}

/** By its own ARN, or the default rule by its listener's. */
function findRule(rules: Iterable<RuleRow>, arn: string): RuleRow | undefined {
  for (const rule of rules) {
    if (rule.ruleArn === arn || (rule.listenerArn === arn && rule.priority === 'default')) return rule;
  }
  return undefined;
}
