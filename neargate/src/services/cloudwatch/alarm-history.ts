import type { HistoryItemType } from '@aws-sdk/client-cloudwatch';
import type { OperationContext } from '../context.ts';
import { type AlarmHistoryRow, alarmOf, cloudwatchTablesOf } from './store.ts';

const keptHistoryPerAlarm = 100;

type NamedAlarm = Pick<AlarmHistoryRow, 'alarmName' | 'alarmType'>;

/** Adds to an alarm's history; the oldest items beyond a hundred per alarm go. */
export function recordHistory(
  context: OperationContext,
  { alarmName, alarmType }: NamedAlarm,
  type: HistoryItemType,
  summary: string,
  data: Readonly<Record<string, unknown>>,
): void {
  const { alarmHistory } = cloudwatchTablesOf(context);
  alarmHistory.put(context.ids.uuid(), {
    alarmName,
    alarmType,
    atMs: context.clock.now(),
    type,
    summary,
    data: JSON.stringify(data),
  });
  const keys = [...alarmHistory.group(alarmOf, alarmName).keys()];
  for (const key of keys.slice(0, Math.max(0, keys.length - keptHistoryPerAlarm))) alarmHistory.delete(key);
}

export function recordConfigurationChange(
  context: OperationContext,
  alarm: NamedAlarm,
  change: 'Create' | 'Update' | 'Delete',
): void {
  const verb = { Create: 'created', Update: 'updated', Delete: 'deleted' }[change];
  recordHistory(context, alarm, 'ConfigurationUpdate', `Alarm "${alarm.alarmName}" ${verb}`, {
    version: '1.0',
    type: change,
  });
}

/** @param failure why the action was not taken; absent when it was */
export function recordAction(
  context: OperationContext,
  alarm: NamedAlarm,
  actionArn: string,
  failure?: string,
): void {
  const summary =
    failure === undefined
      ? `Successfully executed action ${actionArn}`
      : `Failed to execute action ${actionArn}. Received error: "${failure}"`;
  recordHistory(context, alarm, 'Action', summary, {
    actionState: failure === undefined ? 'Succeeded' : 'Failed',
    notificationResource: actionArn,
    ...(failure === undefined ? {} : { error: failure }),
  });
}
