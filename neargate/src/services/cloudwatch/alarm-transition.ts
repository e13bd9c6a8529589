import type { OperationContext } from '../context.ts';
import { takeActions } from './alarm-actions.ts';
import { type AlarmOfEvent, emitStateChange, metricAlarmConfiguration } from './alarm-event.ts';
import { recordHistory } from './alarm-history.ts';
import { type AlarmHistoryRow, type AlarmRow, type AlarmState, cloudwatchTablesOf } from './store.ts';

/** A state that was found or set. */
export type NewState = Pick<
  AlarmState,
  'stateValue' | 'stateReason' | 'stateReasonData' | 'evaluationState' | 'suppression'
>;

/** The state with its times: the transition's time stays when the value does. */
export function stateAfter(before: AlarmState, next: NewState, nowMs: number): AlarmState {
  return {
    ...next,
    stateUpdatedAtMs: nowMs,
    stateTransitionedAtMs: next.stateValue === before.stateValue ? before.stateTransitionedAtMs : nowMs,
  };
}

/**
 * Gives a metric alarm a state. When the value is another than before, the history and the event bus tell of it
 * and its actions are taken.
 */
export function setMetricAlarmState(context: OperationContext, alarm: AlarmRow, next: NewState): void {
  const after = stateAfter(alarm.observed, next, context.clock.now());
  cloudwatchTablesOf(context).alarms.put(alarm.alarmName, { ...alarm, observed: after });
  if (after.stateValue === alarm.observed.stateValue) return;
  const named = {
    ...alarm,
    alarmType: 'MetricAlarm',
    configuration: metricAlarmConfiguration(alarm),
  } as const;
  tellTransition(context, named, alarm.observed, after);
  takeActions(context, named, { alarm, before: alarm.observed, after });
}

/** Tells of a change of value: in the history and on the event bus. */
export function tellTransition(
  context: OperationContext,
  alarm: AlarmOfEvent & Pick<AlarmHistoryRow, 'alarmType'>,
  before: AlarmState,
  after: AlarmState,
): void {
  const summary = `Alarm updated from ${before.stateValue} to ${after.stateValue}`;
  recordHistory(context, alarm, 'StateUpdate', summary, {
    version: '1.0',
    oldState: historyState(before),
    newState: historyState(after),
  });
  emitStateChange(context, alarm, before, after);
}

function historyState({ stateValue, stateReason, stateReasonData }: AlarmState) {
  return {
    stateValue,
    stateReason,
    ...(stateReasonData === undefined ? {} : { stateReasonData: JSON.parse(stateReasonData) as unknown }),
  };
}
