import type { Tag } from '@aws-sdk/client-cloudwatch';
import type { OperationContext } from '../context.ts';
import { recordConfigurationChange } from './alarm-history.ts';
import { alarmNameOf, alarmsOfRule, parseAlarmRule } from './alarm-rule.ts';
import { alarmArn } from './alarms.ts';
import { validationError } from './errors.ts';
import { type CloudwatchTables, cloudwatchTablesOf, type CompositeAlarmConfiguration } from './store.ts';

const maxChildren = 100;

/**
 * Creates a composite alarm or replaces its configuration; the alarm controller evaluates it. Throws where the rule is none,
 * names alarms that do not exist, or comes back to the alarm itself.
 */
export function putCompositeAlarm(
  context: OperationContext,
  alarmName: string,
  configuration: CompositeAlarmConfiguration,
  tags: readonly Tag[],
): void {
  const tables = cloudwatchTablesOf(context);
  if (tables.alarms.has(alarmName))
    throw validationError(`A metric alarm with the name ${alarmName} already exists.`);
  requireRule(tables, alarmName, configuration);
  const existing = tables.compositeAlarms.get(alarmName);
  const nowMs = context.clock.now();
  tables.compositeAlarms.put(alarmName, {
    ...configuration,
    alarmName,
    alarmArn: alarmArn(context, alarmName),
    createdAtMs: existing?.createdAtMs ?? nowMs,
    configurationUpdatedAtMs: nowMs,
    tags: existing?.tags ?? tags,
    observed: existing?.observed ?? {
      stateValue: 'INSUFFICIENT_DATA',
      stateReason: 'Unchecked: Initial alarm creation',
      stateUpdatedAtMs: nowMs,
      stateTransitionedAtMs: nowMs,
    },
  });
  recordConfigurationChange(
    context,
    { alarmName, alarmType: 'CompositeAlarm' },
    existing === undefined ? 'Create' : 'Update',
  );
}

/** True when there was such an alarm. */
export function removeCompositeAlarm(context: OperationContext, alarmName: string): boolean {
  if (!cloudwatchTablesOf(context).compositeAlarms.delete(alarmName)) return false;
  recordConfigurationChange(context, { alarmName, alarmType: 'CompositeAlarm' }, 'Delete');
  return true;
}

/** The names of the alarms that a composite alarm looks at itself: those of its rule. */
export function childrenOf(alarm: Pick<CompositeAlarmConfiguration, 'alarmRule'>): string[] {
  return [...new Set(alarmsOfRule(parseAlarmRule(alarm.alarmRule)).map(alarmNameOf))];
}

function requireRule(
  tables: CloudwatchTables,
  alarmName: string,
  configuration: CompositeAlarmConfiguration,
): void {
  const children = childrenOf(configuration);
  const { actionsSuppressor } = configuration;
  const named = [...children, ...(actionsSuppressor === undefined ? [] : [alarmNameOf(actionsSuppressor)])];
  if (children.length > maxChildren)
    throw validationError(`AlarmRule names more than ${maxChildren} alarms.`);
  const missing = named.filter(
    (name) => name !== alarmName && !tables.alarms.has(name) && !tables.compositeAlarms.has(name),
  );
  if (missing.length > 0)
    throw validationError(`Could not save the composite alarm: alarms ${missing.join(', ')} do not exist.`);
  if (reaches(tables, children, alarmName))
    throw validationError(`Could not save the composite alarm: AlarmRule comes back to ${alarmName} itself.`);
}

function reaches(tables: CloudwatchTables, from: readonly string[], wanted: string): boolean {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === wanted) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    const row = tables.compositeAlarms.get(name);
    if (row !== undefined) waiting.push(...childrenOf(row));
  }
  return false;
}
