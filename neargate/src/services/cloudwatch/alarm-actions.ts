import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { recordAction } from './alarm-history.ts';
import type { AlarmHistoryRow, AlarmState } from './store.ts';

interface Actions {
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
}

/** The actions of the state that an alarm is in. */
export function actionsOf(alarm: Actions, stateValue: AlarmState['stateValue']): readonly string[] {
  switch (stateValue) {
    case 'OK':
      return alarm.okActions;
    case 'ALARM':
      return alarm.alarmActions;
    case 'INSUFFICIENT_DATA':
      return alarm.insufficientDataActions;
  }
}

/**
 * Writes into the history which of the state's actions nobody takes here. Those on scaling policies are taken by the
 * autoscaling controller, which sees the state and writes what it did.
 */
export function recordActionsNotTaken(
  context: OperationContext,
  alarm: Actions & Pick<AlarmHistoryRow, 'alarmName' | 'alarmType'>,
  stateValue: AlarmState['stateValue'],
): void {
  if (!alarm.actionsEnabled) return;
  for (const action of actionsOf(alarm, stateValue)) {
    if (isScalingPolicy(action)) continue;
    recordAction(context, alarm, action, whyNotTaken(action));
  }
}

export function isScalingPolicy(action: string): boolean {
  const arn = parseArn(action);
  return arn?.service === 'autoscaling' && arn.resource.startsWith('scalingPolicy:');
}

function whyNotTaken(action: string): string {
  const service = parseArn(action)?.service ?? 'unknown';
  return `Neargate stores actions on ${service} and does not take them. A rule of EventBridge on "CloudWatch Alarm State Change" is delivered.`;
}
