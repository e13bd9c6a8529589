import { nextOccurrence } from '../../services/events/next-occurrence.ts';
import { parseSchedule } from '../../services/events/schedule-expression.ts';
import {
  type AcceptedEventRow,
  eventsTableNames,
  eventsTables,
  type RuleRow,
  type ScheduleRow,
} from '../../services/events/store.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import type { EventBusEnvironment } from './environment.ts';
import { rowKey, splitRowKey } from './keys.ts';
import { isEnabled } from './matching-rules.ts';
import { putDeliveries } from './new-delivery.ts';
import { recordEventsMetrics } from './record-metrics.ts';

/** A machine that slept wakes up late: what was due longer ago than this is over. */
const latestMs = 60_000;
/** Timers of the machine count milliseconds in 31 bits, some 24 days. */
const longestWaitMs = 24 * 60 * 60_000;

/**
 * Fires rules at the times of their schedules. What was due while Neargate did not run is not made up for.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
export function eventScheduleReconciler(environment: EventBusEnvironment): Reconciler {
  const { store, clock } = environment;
  const startedAtMs = clock.now();
  return {
    name: 'event-schedule',
    keysFor({ table, scope, key, before, after }) {
      if (table !== eventsTableNames.rules) return [];
      return isScheduled(before) || isScheduled(after) ? [rowKey(scope, key)] : [];
    },
    initialKeys: () =>
      store.scopes(eventsTableNames.rules).flatMap((scope) => {
        const { rules, schedules } = eventsTables(store, scope);
        const scheduled = [...rules.values()].filter(isScheduled).map(({ arn }) => arn);
        return [...new Set([...scheduled, ...schedules.keys()])].map((arn) => rowKey(scope, arn));
      }),
    async reconcile(queueKey) {
      const [scope, ruleArn] = splitRowKey(queueKey);
      return keepTime(environment, scope, ruleArn, startedAtMs);
    },
  };
}

function isScheduled(row: unknown): boolean {
  return (row as RuleRow | undefined)?.scheduleExpression !== undefined;
}

function keepTime(
  environment: EventBusEnvironment,
  scope: string,
  ruleArn: string,
  startedAtMs: number,
): ReconcileResult | undefined {
  const { store, clock, contextOf } = environment;
  const { rules, schedules } = eventsTables(store, scope);
  const rule = rules.get(ruleArn);
  const nowMs = clock.now();
  if (rule?.scheduleExpression === undefined || !isEnabled(rule)) {
    schedules.delete(ruleArn);
    return undefined;
  }
  const standing = schedules.get(ruleArn);
  let row: ScheduleRow;
  if (standing?.scheduleExpression !== rule.scheduleExpression) {
    row = withNext({ scheduleExpression: rule.scheduleExpression, anchorMs: nowMs }, nowMs);
    schedules.put(ruleArn, row);
  } else if (standing.dueAtMs === undefined || standing.dueAtMs > nowMs) {
    row = standing;
  } else {
    const isOver = standing.dueAtMs < startedAtMs || nowMs - standing.dueAtMs > latestMs;
    row = withNext(isOver ? standing : { ...standing, lastFiredAtMs: standing.dueAtMs }, nowMs);
    const next = row;
    store.transact(() => {
      schedules.put(ruleArn, next);
      if (!isOver) fire(environment, scope, rule);
    });
    const { eventBusName, name: ruleName } = rule;
    if (!isOver)
      recordEventsMetrics(
        contextOf(scope).metrics,
        scope,
        { ruleName, eventBusName },
        ['TriggeredRules'],
        nowMs,
      );
  }
  return row.dueAtMs === undefined
    ? undefined
    : { requeueAfterMs: Math.min(longestWaitMs, row.dueAtMs - nowMs) };
}

function withNext(row: ScheduleRow, nowMs: number): ScheduleRow {
  const schedule = parseSchedule(row.scheduleExpression);
  const dueAtMs = schedule === undefined ? undefined : nextOccurrence(schedule, nowMs, row.anchorMs);
  return { ...row, dueAtMs };
}

/** The event goes to the targets of this rule alone: no pattern of another rule is tried on it. */
function fire({ store, clock, ids }: EventBusEnvironment, scope: string, rule: RuleRow): void {
  const [account = '', region = ''] = scope.split('/');
  const nowMs = clock.now();
  const id = ids.uuid();
  const accepted: AcceptedEventRow = {
    eventBusName: rule.eventBusName,
    acceptedAtMs: nowMs,
    event: {
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account,
      time: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
      region,
      resources: [rule.arn],
      detail: {},
    },
  };
  putDeliveries(eventsTables(store, scope), accepted, id, rule);
}
