import type { HistoryItemType, Tag } from '@aws-sdk/client-cloudwatch';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { type AlarmConfiguration, type AlarmRow, cloudwatchTablesOf } from './store.ts';

const keptHistoryPerAlarm = 100;

export function alarmArn({ caller }: OperationContext, name: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'cloudwatch', region, accountId, resource: `alarm:${name}` });
}

/**
 * Creates an alarm, or replaces the configuration of the one with that name and keeps its state and tags. A new alarm has
 * INSUFFICIENT_DATA until something evaluates it.
 */
export function putAlarm(
  context: OperationContext,
  alarmName: string,
  configuration: AlarmConfiguration,
  options: { readonly ownedByPolicyArn?: string; readonly tags?: readonly Tag[] } = {},
): AlarmRow {
  const { alarms } = cloudwatchTablesOf(context);
  const existing = alarms.get(alarmName);
  const nowMs = context.clock.now();
  const row: AlarmRow = {
    ...configuration,
    alarmName,
    alarmArn: alarmArn(context, alarmName),
    configurationUpdatedAtMs: nowMs,
    ownedByPolicyArn: options.ownedByPolicyArn ?? existing?.ownedByPolicyArn,
    tags: existing?.tags ?? options.tags ?? [],
    observed: existing?.observed ?? {
      stateValue: 'INSUFFICIENT_DATA',
      stateReason: 'Unchecked: Initial alarm creation',
      stateUpdatedAtMs: nowMs,
      stateTransitionedAtMs: nowMs,
    },
  };
  alarms.put(alarmName, row);
  const verb = existing === undefined ? 'created' : 'updated';
  recordHistory(context, alarmName, 'ConfigurationUpdate', `Alarm "${alarmName}" ${verb}`, {
    version: '1.0',
    type: existing === undefined ? 'Create' : 'Update',
  });
  return row;
}

/** True when there was such an alarm. Its history stays, as on AWS. */
export function removeAlarm(context: OperationContext, alarmName: string): boolean {
  if (!cloudwatchTablesOf(context).alarms.delete(alarmName)) return false;
  recordHistory(context, alarmName, 'ConfigurationUpdate', `Alarm "${alarmName}" deleted`, {
    version: '1.0',
    type: 'Delete',
  });
  return true;
}

/** Adds to an alarm's history; the oldest items beyond a hundred per alarm go. */
export function recordHistory(
  context: OperationContext,
  alarmName: string,
  type: HistoryItemType,
  summary: string,
  data: Readonly<Record<string, unknown>>,
): void {
  const { alarmHistory } = cloudwatchTablesOf(context);
  alarmHistory.put(context.ids.uuid(), {
    alarmName,
    atMs: context.clock.now(),
    type,
    summary,
    data: JSON.stringify(data),
  });
  const keys = [...alarmHistory.entries()].filter(([, row]) => row.alarmName === alarmName);
  for (const [key] of keys.slice(0, Math.max(0, keys.length - keptHistoryPerAlarm))) alarmHistory.delete(key);
}
