import type { Tag } from '@aws-sdk/client-cloudwatch';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { recordConfigurationChange } from './alarm-history.ts';
import { validationError } from './errors.ts';
import { type AlarmConfiguration, type AlarmRow, cloudwatchTablesOf } from './store.ts';

export function alarmArn({ caller }: OperationContext, name: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'cloudwatch', region, accountId, resource: `alarm:${name}` });
}

/**
 * Creates an alarm, or replaces the configuration of the one with that name and keeps its state and tags. A new alarm has
 * INSUFFICIENT_DATA until the alarm controller evaluates it.
 */
export function putAlarm(
  context: OperationContext,
  alarmName: string,
  configuration: AlarmConfiguration,
  options: { readonly ownedByPolicyArn?: string; readonly tags?: readonly Tag[] } = {},
): AlarmRow {
  const { alarms, compositeAlarms } = cloudwatchTablesOf(context);
  if (compositeAlarms.has(alarmName))
    throw validationError(`A composite alarm with the name ${alarmName} already exists.`);
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
      stateReason: whyNeverEvaluated(configuration) ?? 'Unchecked: Initial alarm creation',
      stateUpdatedAtMs: nowMs,
      stateTransitionedAtMs: nowMs,
    },
  };
  alarms.put(alarmName, row);
  recordConfigurationChange(
    context,
    { alarmName, alarmType: 'MetricAlarm' },
    existing === undefined ? 'Create' : 'Update',
  );
  return row;
}

/** Why alarms of that kind are stored and never evaluated; undefined for those that are. */
export function whyNeverEvaluated(configuration: AlarmConfiguration): string | undefined {
  if (configuration.thresholdMetricId !== undefined)
    return 'Unchecked: Neargate stores alarms on anomaly detection bands and does not evaluate them.';
  if (configuration.evaluationCriteria !== undefined)
    return 'Unchecked: Neargate stores alarms with evaluation criteria and does not evaluate them.';
  return undefined;
}

/** True when there was such an alarm. Its history stays, as on AWS. */
export function removeAlarm(context: OperationContext, alarmName: string): boolean {
  if (!cloudwatchTablesOf(context).alarms.delete(alarmName)) return false;
  recordConfigurationChange(context, { alarmName, alarmType: 'MetricAlarm' }, 'Delete');
  return true;
}
