import {
  type AutoscalingTables,
  autoscalingTableNames,
  autoscalingTables,
  type ScheduledActionRow,
  type ScheduleMemoryRow,
  targetKey,
} from '../../services/application-autoscaling/store.ts';
import { parseSchedule } from '../../services/events/schedule-expression.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import type { AutoscalingEnvironment } from './environment.ts';
import { putActivity } from './scaling-activities.ts';
import { nextInZone } from './scheduled-occurrence.ts';

/** A machine that slept wakes up late: what was due longer ago than this is over. */
const latestMs = 60_000;
/** Timers of the machine count milliseconds in 31 bits, some 24 days. */
const longestWaitMs = 24 * 60 * 60_000;

/**
 * Changes the limits of targets at the times of their scheduled actions; the limits then act as if they had been registered.
 * What was due while Neargate did not run is not made up for. Schedules are never shortened: a time of day is one.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
 */
export function scheduledActionReconciler(environment: AutoscalingEnvironment): Reconciler {
  const { store, clock } = environment;
  const startedAtMs = clock.now();
  return {
    name: 'scheduled-action',
    keysFor: ({ table, scope, key }) =>
      table === autoscalingTableNames.scheduledActions ? [rowKey(scope, key)] : [],
    initialKeys: () =>
      store
        .scopes(autoscalingTableNames.scheduledActions)
        .flatMap((scope) =>
          [...autoscalingTables(store, scope).scheduledActions.keys()].map((key) => rowKey(scope, key)),
        ),
    async reconcile(queueKey) {
      const [scope, key] = splitRowKey(queueKey);
      return keepTime(environment, autoscalingTables(store, scope), key, startedAtMs);
    },
  };
}

function keepTime(
  environment: AutoscalingEnvironment,
  tables: AutoscalingTables,
  key: string,
  startedAtMs: number,
): ReconcileResult | undefined {
  const { store, clock } = environment;
  const nowMs = clock.now();
  const action = tables.scheduledActions.get(key);
  const standing = tables.scheduleMemories.get(key);
  if (action === undefined) {
    if (standing !== undefined) tables.scheduleMemories.delete(key);
    return undefined;
  }
  const reckonedFrom = JSON.stringify([action.schedule, action.timezone, action.startAtMs, action.endAtMs]);
  let memory: ScheduleMemoryRow;
  if (standing?.reckonedFrom !== reckonedFrom) {
    memory = withNext(action, { reckonedFrom, anchorMs: action.startAtMs ?? nowMs }, nowMs);
    tables.scheduleMemories.put(key, memory);
  } else if (standing.dueAtMs === undefined || standing.dueAtMs > nowMs) {
    memory = standing;
  } else {
    const isOver = standing.dueAtMs < startedAtMs || nowMs - standing.dueAtMs > latestMs;
    memory = withNext(action, isOver ? standing : { ...standing, lastFiredAtMs: nowMs }, nowMs);
    store.transact(() => {
      tables.scheduleMemories.put(key, memory);
      if (!isOver) fire(environment, tables, action);
    });
  }
  return memory.dueAtMs === undefined
    ? undefined
    : { requeueAfterMs: Math.min(longestWaitMs, memory.dueAtMs - nowMs) };
}

/** The next time within the action's start and end; the start is the first time of a rate. */
function withNext(action: ScheduledActionRow, memory: ScheduleMemoryRow, nowMs: number): ScheduleMemoryRow {
  const { startAtMs, endAtMs, timezone } = action;
  const schedule = parseSchedule(action.schedule);
  const isFirstOfRate = schedule?.kind === 'rate' && startAtMs !== undefined && startAtMs > nowMs;
  const afterMs = Math.max(nowMs, (startAtMs ?? 0) - 1);
  const found = schedule && nextInZone(schedule, afterMs, memory.anchorMs, timezone);
  const dueAtMs = isFirstOfRate ? startAtMs : found;
  const isPast = dueAtMs !== undefined && endAtMs !== undefined && dueAtMs > endAtMs;
  return { ...memory, dueAtMs: isPast ? undefined : dueAtMs };
}

/** A limit that is not given stays; the two must fit, as when a target is registered. */
function fire(
  { clock, ids }: AutoscalingEnvironment,
  tables: AutoscalingTables,
  action: ScheduledActionRow,
): void {
  const target = tables.targets.get(targetKey(action));
  if (target === undefined || target.suspendedState.scheduledScalingSuspended) return;
  const { MinCapacity, MaxCapacity } = action.scalableTargetAction ?? {};
  const minCapacity = MinCapacity ?? target.minCapacity;
  const maxCapacity = MaxCapacity ?? target.maxCapacity;
  const fits = minCapacity <= maxCapacity;
  if (fits) tables.targets.put(targetKey(action), { ...target, minCapacity, maxCapacity });
  const limits = [
    ...(MinCapacity === undefined ? [] : [`min capacity to ${MinCapacity}`]),
    ...(MaxCapacity === undefined ? [] : [`max capacity to ${MaxCapacity}`]),
  ].join(' and ');
  const nowMs = clock.now();
  putActivity(
    tables,
    target,
    {
      description: `Setting ${limits}`,
      cause: `scheduled action name ${action.scheduledActionName} was triggered`,
      statusCode: fits ? 'Successful' : 'Failed',
      statusMessage: fits
        ? `Successfully set ${limits}`
        : `Failed to set ${limits}. Reason: Maximum capacity cannot be less than minimum capacity`,
      endedAtMs: nowMs,
    },
    { nowMs, ids },
  );
}
