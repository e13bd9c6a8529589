import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
} from '@aws-sdk/client-eventbridge';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { findBus, findRule, isDefaultBus, ruleArn, rulesOf, targetsOf } from '../buses-and-rules.ts';
import { invalidNextToken, limitExceeded, validationException } from '../errors.ts';
import { parseEventPattern } from '../pattern/parse-pattern.ts';
import { parseSchedule } from '../schedule-expression.ts';
import { eventsTablesOf, type RuleRow } from '../store.ts';
import { requireTags } from '../tags.ts';

type Empty = Record<string, never>;

const maxRulesPerBus = 300;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const putRule = operation<PutRuleRequest, PutRuleResponse>({
  handle(context, input) {
    const bus = findBus(context, input.EventBusName);
    const name = input.Name ?? '';
    const eventPattern = input.EventPattern === '' ? undefined : input.EventPattern;
    const scheduleExpression = input.ScheduleExpression === '' ? undefined : input.ScheduleExpression;
    if (eventPattern === undefined && scheduleExpression === undefined)
      throw validationException('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    if (eventPattern !== undefined) parseEventPattern(eventPattern);
    if (scheduleExpression !== undefined) requireSchedule(scheduleExpression, isDefaultBus(bus));
    const { rules } = eventsTablesOf(context);
    const arn = ruleArn(context, bus, name);
    const existing = rules.get(arn);
    if (existing === undefined && rulesOf(context, bus).length >= maxRulesPerBus) throw limitExceeded();
    rules.put(arn, {
      arn,
      name,
      eventBusName: bus.name,
      eventPattern,
      scheduleExpression,
      state: input.State ?? 'ENABLED',
      description: input.Description,
      roleArn: input.RoleArn,
      createdBy: existing?.createdBy ?? context.caller.accountId,
      createdAtMs: existing?.createdAtMs ?? context.clock.now(),
      tags: existing?.tags ?? requireTags(input.Tags),
    });
    return { RuleArn: arn };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule = operation<DescribeRuleRequest, DescribeRuleResponse>({
  handle(context, { Name, EventBusName }) {
    const row = findRule(context, Name, EventBusName);
    return { ...describe(row), CreatedBy: row.createdBy };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const listRules = operation<ListRulesRequest, ListRulesResponse>({
  handle(context, { NamePrefix = '', EventBusName, NextToken, Limit = 100 }) {
    const rows = rulesOf(context, findBus(context, EventBusName)).filter(({ name }) =>
      name.startsWith(NamePrefix),
    );
    const page = paginate(rows, ({ name }) => name, { token: NextToken, limit: Limit }, invalidNextToken);
    return { Rules: page.items.map(describe), NextToken: page.nextToken };
  },
});

/**
 * Deleting a rule that does not exist succeeds.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
 */
export const deleteRule = operation<DeleteRuleRequest, Empty>({
  handle(context, { Name = '', EventBusName }) {
    const { rules } = eventsTablesOf(context);
    const row = rules.get(ruleArn(context, findBus(context, EventBusName), Name));
    if (row === undefined) return {};
    if (targetsOf(context, row).length > 0)
      throw validationException("Rule can't be deleted since it has targets.");
    rules.delete(row.arn);
    return {};
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html */
export const enableRule = operation<EnableRuleRequest, Empty>({
  handle: (context, { Name, EventBusName }) =>
    setState(context, findRule(context, Name, EventBusName), 'ENABLED'),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html */
export const disableRule = operation<DisableRuleRequest, Empty>({
  handle: (context, { Name, EventBusName }) =>
    setState(context, findRule(context, Name, EventBusName), 'DISABLED'),
});

function setState(context: OperationContext, row: RuleRow, state: 'ENABLED' | 'DISABLED'): Empty {
  eventsTablesOf(context).rules.put(row.arn, { ...row, state });
  return {};
}

function requireSchedule(expression: string, onDefaultBus: boolean): void {
  if (!onDefaultBus)
    throw validationException('ScheduleExpression is supported only on the default event bus.');
  const schedule = parseSchedule(expression);
  if (schedule === undefined || schedule.kind === 'at')
    throw validationException('Parameter ScheduleExpression is not valid.');
}

function describe(row: RuleRow) {
  return {
    Name: row.name,
    Arn: row.arn,
    EventPattern: row.eventPattern,
    ScheduleExpression: row.scheduleExpression,
    State: row.state,
    Description: row.description,
    RoleArn: row.roleArn,
    ManagedBy: row.managedBy,
    EventBusName: row.eventBusName,
  };
}
