import type {
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { metricNameInput, namespaceInput } from '../alarm-input.ts';
import { alarmNameOf } from '../alarm-rule.ts';
import { childrenOf } from '../composite-alarms.ts';
import { describeAlarm } from '../describe-alarm.ts';
import { describeCompositeAlarm } from '../describe-composite-alarm.ts';
import { invalidNextToken, invalidParameterCombination } from '../errors.ts';
import { metricIdentity } from '../metric-store.ts';
import {
  type AlarmConfiguration,
  type AlarmRow,
  type CloudwatchTables,
  cloudwatchTablesOf,
  type CompositeAlarmRow,
} from '../store.ts';

type AnyAlarm = AlarmRow | CompositeAlarmRow;

/**
 * Metric alarms only, unless AlarmTypes says otherwise.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const describeAlarms = operation<DescribeAlarmsInput, DescribeAlarmsOutput>({
  handle(context, input) {
    const { AlarmNames, AlarmNamePrefix, NextToken, MaxRecords = 50 } = input;
    if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
      throw invalidParameterCombination('AlarmNames and AlarmNamePrefix are mutually exclusive.');
    const tables = cloudwatchTablesOf(context);
    const page = paginateByKey(
      relatives(tables, input).filter((row) => isWanted(row, input)),
      (row) => row.alarmName,
      { token: NextToken, limit: MaxRecords },
      invalidNextToken,
    );
    return {
      MetricAlarms: page.items.flatMap((row) => (isComposite(row) ? [] : describeAlarm(row))),
      CompositeAlarms: page.items.flatMap((row) => (isComposite(row) ? describeCompositeAlarm(row) : [])),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html */
export const describeAlarmsForMetric = operation<DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput>(
  {
    input: {
      MetricName: { ...metricNameInput, required: true },
      Namespace: { ...namespaceInput, required: true },
    },
    handle(context, input) {
      const wanted = dimensionsKey(input.Dimensions);
      const rows = [...cloudwatchTablesOf(context).alarms.values()].filter(
        (row) =>
          row.metricName === input.MetricName &&
          row.namespace === input.Namespace &&
          dimensionsKey(row.dimensions) === wanted &&
          (input.Statistic === undefined || row.statistic === input.Statistic) &&
          (input.ExtendedStatistic === undefined || row.extendedStatistic === input.ExtendedStatistic) &&
          (input.Period === undefined || row.period === input.Period) &&
          (input.Unit === undefined || row.unit === input.Unit),
      );
      return { MetricAlarms: rows.map(describeAlarm) };
    },
  },
);

/** All alarms, or those that a composite alarm looks at, or those that look at an alarm. */
function relatives(tables: CloudwatchTables, input: DescribeAlarmsInput): AnyAlarm[] {
  const all: AnyAlarm[] = [...tables.alarms.values(), ...tables.compositeAlarms.values()];
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = input;
  if (parent !== undefined) {
    const row = tables.compositeAlarms.get(alarmNameOf(parent));
    const children = row === undefined ? [] : childrenOf(row);
    return all.filter(({ alarmName: name }) => children.includes(name));
  }
  if (child === undefined) return all;
  return [...tables.compositeAlarms.values()].filter((row) => childrenOf(row).includes(alarmNameOf(child)));
}

function isWanted(row: AnyAlarm, input: DescribeAlarmsInput): boolean {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, ActionPrefix } = input;
  const isFamily = (input.ChildrenOfAlarmName ?? input.ParentsOfAlarmName) !== undefined;
  const types = AlarmTypes ?? (isFamily ? ['MetricAlarm', 'CompositeAlarm'] : ['MetricAlarm']);
  return (
    types.includes(isComposite(row) ? 'CompositeAlarm' : 'MetricAlarm') &&
    (AlarmNames === undefined || AlarmNames.includes(row.alarmName)) &&
    row.alarmName.startsWith(AlarmNamePrefix ?? '') &&
    (StateValue === undefined || row.observed.stateValue === StateValue) &&
    (ActionPrefix === undefined || actionsOf(row).some((action) => action.startsWith(ActionPrefix)))
  );
}

function actionsOf({ okActions, alarmActions, insufficientDataActions }: AnyAlarm): string[] {
  return [...okActions, ...alarmActions, ...insufficientDataActions];
}

function isComposite(row: AnyAlarm): row is CompositeAlarmRow {
  return 'alarmRule' in row;
}

function dimensionsKey(dimensions: AlarmConfiguration['dimensions'] = []): string {
  const named = dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
  return JSON.stringify(metricIdentity('', '', named).dimensions);
}
