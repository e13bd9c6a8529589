import type { OperationContext } from '../context.ts';
import { takeActions } from './alarm-actions.ts';
import { compositeAlarmConfiguration } from './alarm-event.ts';
import { type NewState, stateAfter, tellTransition } from './alarm-transition.ts';
import { cloudwatchTablesOf, type CompositeAlarmRow } from './store.ts';

/**
 * Gives a composite alarm a state. When the value is another than before, the history and the event bus tell of it; its
 * actions come when nothing suppresses them, be it later.
 */
export function setCompositeAlarmState(
  context: OperationContext,
  alarm: CompositeAlarmRow,
  next: NewState,
): void {
  const { observed: before } = alarm;
  const after = stateAfter(before, next, context.clock.now());
  cloudwatchTablesOf(context).compositeAlarms.put(alarm.alarmName, { ...alarm, observed: after });
  const named = {
    ...alarm,
    alarmType: 'CompositeAlarm',
    configuration: compositeAlarmConfiguration(alarm),
  } as const;
  const isTransition = after.stateValue !== before.stateValue;
  if (isTransition) tellTransition(context, named, before, after);
  const isReleased = before.suppression !== undefined && after.suppression === undefined;
  if (after.suppression === undefined && (isTransition || isReleased))
    takeActions(context, named, { alarm, before, after });
}
