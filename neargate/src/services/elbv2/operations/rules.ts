import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { checkedActions } from '../actions.ts';
import { checkedConditions } from '../conditions.ts';
import {
  listenerNotFound,
  loadBalancerNotFound,
  operationNotPermitted,
  priorityInUse,
  ruleNotFound,
  tooMany,
  validationError,
} from '../errors.ts';
import { accountLimits } from '../limits.ts';
import { page } from '../paging.ts';
import {
  type Elbv2Tables,
  elbv2TablesOf,
  type ListenerRow,
  type LoadBalancerRow,
  type RuleRow,
} from '../store.ts';
import { putTags } from '../tags.ts';
import { checkedTransforms } from '../transforms.ts';
import { findListener } from '../listeners.ts';

const maxRulesPerLoadBalancer = accountLimits['rules-per-application-load-balancer'];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export const createRule = operation<CreateRuleInput, CreateRuleOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const listener = findListener(tables, input.ListenerArn);
    const loadBalancer = loadBalancerOf(tables, listener);
    const priority = checkedPriority(input.Priority ?? 0);
    const siblings = rulesOf(tables, listener.listenerArn);
    if (siblings.some((rule) => rule.priority === priority)) throw priorityInUse(priority);
    if (countRules(tables, loadBalancer) >= maxRulesPerLoadBalancer) {
      throw tooMany('Rules', 'The maximum number of rules per load balancer has been reached');
    }
    const row: RuleRow = {
      ruleArn: `${listener.listenerArn.replace(':listener/', ':listener-rule/')}/${context.ids.hex(16)}`,
      listenerArn: listener.listenerArn,
      priority,
      conditions: checkedConditions(input.Conditions ?? []),
      actions: checkedActions(tables, loadBalancer, listener.protocol, input.Actions ?? []),
      transforms: transformsOf(input.Transforms),
    };
    tables.rules.put(row.ruleArn, row);
    putTags(tables, row.ruleArn, input.Tags);
    return { Rules: [describeRule(row)] };
  },
});

/** In the order of evaluation, the default rule last. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
export const describeRules = operation<DescribeRulesInput, DescribeRulesOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { ListenerArn: listenerArn, RuleArns: ruleArns } = input;
    if (listenerArn === undefined && ruleArns === undefined) {
      throw validationError('You must specify either listener ARN or rule ARNs');
    }
    if (listenerArn !== undefined && !tables.listeners.has(listenerArn)) throw listenerNotFound();
    for (const arn of ruleArns ?? []) if (!tables.rules.has(arn)) throw ruleNotFound();
    const asked = [...tables.rules.values()]
      .filter(
        (row) =>
          (ruleArns?.includes(row.ruleArn) ?? true) &&
          (listenerArn === undefined || row.listenerArn === listenerArn),
      )
      .toSorted((left, right) => rank(left) - rank(right));
    const { items, nextMarker } = page(asked, (row) => row.ruleArn, input);
    return { Rules: items.map(describeRule), NextMarker: nextMarker };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export const modifyRule = operation<ModifyRuleInput, ModifyRuleOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findRule(tables, input.RuleArn);
    if (row.priority === 'default') {
      throw operationNotPermitted(`Default rule '${row.ruleArn}' cannot be modified`);
    }
    if (input.ResetTransforms === true && (input.Transforms ?? []).length > 0) {
      throw validationError('You cannot specify both Transforms and ResetTransforms');
    }
    const listener = findListener(tables, row.listenerArn);
    const changed: RuleRow = {
      ...row,
      conditions: input.Conditions === undefined ? row.conditions : checkedConditions(input.Conditions),
      actions:
        input.Actions === undefined
          ? row.actions
          : checkedActions(tables, loadBalancerOf(tables, listener), listener.protocol, input.Actions),
      transforms:
        input.ResetTransforms === true ? undefined : (transformsOf(input.Transforms) ?? row.transforms),
    };
    tables.rules.put(row.ruleArn, changed);
    return { Rules: [describeRule(changed)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
export const deleteRule = operation<DeleteRuleInput, Record<string, never>>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findRule(tables, input.RuleArn);
    if (row.priority === 'default') {
      throw operationNotPermitted(`Default rule '${row.ruleArn}' cannot be deleted`);
    }
    tables.rules.delete(row.ruleArn);
    tables.tags.delete(row.ruleArn);
    return {};
  },
});

/** Changes priorities together, so that two rules can swap theirs. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html */
export const setRulePriorities = operation<SetRulePrioritiesInput, SetRulePrioritiesOutput>({
  input: { RulePriorities: { required: true, min: 1 } },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const seen = new Set<string | undefined>();
    const changed = (input.RulePriorities ?? []).map((pair) => {
      if (seen.has(pair.RuleArn)) {
        throw validationError(`Rule '${pair.RuleArn ?? ''}' cannot be given more than one priority`);
      }
      seen.add(pair.RuleArn);
      const row = findRule(tables, pair.RuleArn);
      if (row.priority === 'default') {
        throw operationNotPermitted(`Priority of default rule '${row.ruleArn}' cannot be modified`);
      }
      return { ...row, priority: checkedPriority(pair.Priority ?? 0) };
    });
    for (const row of changed) tables.rules.put(row.ruleArn, row);
    for (const row of changed) {
      const holders = rulesOf(tables, row.listenerArn).filter((rule) => rule.priority === row.priority);
      if (holders.length > 1) throw priorityInUse(row.priority);
    }
    return { Rules: changed.map(describeRule) };
  },
});

function findRule(tables: Elbv2Tables, arn: string | undefined): RuleRow {
  const row = tables.rules.get(arn ?? '');
  if (row === undefined) throw ruleNotFound();
  return row;
}

function loadBalancerOf(tables: Elbv2Tables, listener: ListenerRow): LoadBalancerRow {
  const row = tables.loadBalancers.get(listener.loadBalancerArn);
  if (row === undefined) throw loadBalancerNotFound();
  return row;
}

function rulesOf(tables: Elbv2Tables, listenerArn: string): RuleRow[] {
  return [...tables.rules.values()].filter((rule) => rule.listenerArn === listenerArn);
}

/** Default rules do not count. */
function countRules(tables: Elbv2Tables, loadBalancer: LoadBalancerRow): number {
  return [...tables.rules.values()].filter(
    (rule) =>
      rule.priority !== 'default' &&
      tables.listeners.get(rule.listenerArn)?.loadBalancerArn === loadBalancer.loadBalancerArn,
  ).length;
}

function checkedPriority(priority: number): number {
  if (Number.isInteger(priority) && priority >= 1 && priority <= 50_000) return priority;
  throw validationError(`Priority '${priority}' must be between '1' and '50000' inclusive`);
}

function transformsOf(transforms: CreateRuleInput['Transforms']): RuleRow['transforms'] {
  return transforms === undefined || transforms.length === 0 ? undefined : checkedTransforms(transforms);
}

function rank(row: RuleRow): number {
  return row.priority === 'default' ? Number.POSITIVE_INFINITY : row.priority;
}

function describeRule(row: RuleRow): Rule {
  return {
    RuleArn: row.ruleArn,
    Priority: String(row.priority),
    Conditions: [...row.conditions],
    Actions: [...row.actions],
    IsDefault: row.priority === 'default',
    Transforms: row.transforms && [...row.transforms],
  };
}
