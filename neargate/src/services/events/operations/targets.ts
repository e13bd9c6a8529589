import type {
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { findBus, findRule, rulesOf, targetsOf } from '../buses-and-rules.ts';
import { invalidNextToken, limitExceeded } from '../errors.ts';
import { eventsTablesOf, targetKey } from '../store.ts';
import { validateTarget } from '../targets.ts';

const maxTargetsPerRule = 5;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export const putTargets = operation<PutTargetsRequest, PutTargetsResponse>({
  handle(context, { Rule, EventBusName, Targets = [] }) {
    const rule = findRule(context, Rule, EventBusName);
    for (const target of Targets) validateTarget(target);
    const ids = new Set([
      ...targetsOf(context, rule).map(({ target }) => target.Id),
      ...Targets.map(({ Id }) => Id),
    ]);
    if (ids.size > maxTargetsPerRule) throw limitExceeded();
    const { targets } = eventsTablesOf(context);
    for (const target of Targets) {
      targets.put(targetKey(rule.arn, target.Id ?? ''), {
        ruleArn: rule.arn,
        target:
          target.EcsParameters === undefined
            ? target
            : { ...target, EcsParameters: { TaskCount: 1, ...target.EcsParameters } },
      });
    }
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets = operation<RemoveTargetsRequest, RemoveTargetsResponse>({
  handle(context, { Rule, EventBusName, Ids = [] }) {
    const rule = findRule(context, Rule, EventBusName);
    const { targets } = eventsTablesOf(context);
    for (const id of Ids) targets.delete(targetKey(rule.arn, id));
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule = operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse>({
  handle(context, { Rule, EventBusName, NextToken, Limit = 100 }) {
    const rows = targetsOf(context, findRule(context, Rule, EventBusName));
    const page = paginate(
      rows,
      ({ target }) => target.Id ?? '',
      { token: NextToken, limit: Limit },
      invalidNextToken,
    );
    return { Targets: page.items.map(({ target }) => target), NextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html */
export const listRuleNamesByTarget = operation<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse>({
  handle(context, { TargetArn, EventBusName, NextToken, Limit = 100 }) {
    const names = rulesOf(context, findBus(context, EventBusName))
      .filter((rule) => targetsOf(context, rule).some(({ target }) => target.Arn === TargetArn))
      .map(({ name }) => name);
    const page = paginate(names, (name) => name, { token: NextToken, limit: Limit }, invalidNextToken);
    return { RuleNames: page.items, NextToken: page.nextToken };
  },
});
