import type {
  DeleteAlarmsInput,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import {
  alarmName,
  metricNameInput,
  namespaceInput,
  putMetricAlarmInput,
  stateValues,
} from '../alarm-input.ts';
import { validateAlarm } from '../alarm-validation.ts';
import { putAlarm, removeAlarm } from '../alarms.ts';
import { describeAlarm } from '../describe-alarm.ts';
import { alarmsNotFound, invalidNextToken, invalidParameterCombination } from '../errors.ts';
import { metricIdentity } from '../metric-store.ts';
import { type AlarmConfiguration, cloudwatchTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const putMetricAlarm = operation<PutMetricAlarmInput, Empty>({
  input: putMetricAlarmInput,
  handle(context, input) {
    validateAlarm(input);
    putAlarm(context, input.AlarmName ?? '', configurationOf(input), {
      tags: mergeTags([], input.Tags ?? []),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const describeAlarms = operation<DescribeAlarmsInput, DescribeAlarmsOutput>({
  input: {
    AlarmNames: { max: 100, each: alarmName },
    AlarmNamePrefix: alarmName,
    StateValue: { enum: stateValues },
    ActionPrefix: { min: 1, max: 1024 },
    MaxRecords: { min: 1, max: 100 },
  },
  handle(context, input) {
    const {
      AlarmNames,
      AlarmNamePrefix,
      AlarmTypes,
      StateValue,
      ActionPrefix,
      NextToken,
      MaxRecords = 50,
    } = input;
    if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
      throw invalidParameterCombination('AlarmNames and AlarmNamePrefix are mutually exclusive.');
    // There are metric alarms only: those of other types cannot be made here.
    const wantsMetricAlarms = AlarmTypes === undefined || AlarmTypes.includes('MetricAlarm');
    const rows = [...cloudwatchTablesOf(context).alarms.values()]
      .filter(() => wantsMetricAlarms)
      .filter((row) => AlarmNames === undefined || AlarmNames.includes(row.alarmName))
      .filter((row) => row.alarmName.startsWith(AlarmNamePrefix ?? ''))
      .filter((row) => StateValue === undefined || row.observed.stateValue === StateValue)
      .filter((row) => {
        const actions = [...row.okActions, ...row.alarmActions, ...row.insufficientDataActions];
        return ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix));
      })
      .toSorted((left, right) => (left.alarmName < right.alarmName ? -1 : 1));
    const page = paginate(
      rows,
      (row) => row.alarmName,
      { token: NextToken, limit: MaxRecords },
      invalidNextToken,
    );
    return { MetricAlarms: page.items.map(describeAlarm), CompositeAlarms: [], NextToken: page.nextToken };
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

/**
 * Deletes all of the alarms or, when one does not exist, none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export const deleteAlarms = operation<DeleteAlarmsInput, Empty>({
  input: { AlarmNames: { required: true, max: 100, each: alarmName } },
  handle(context, { AlarmNames = [] }) {
    const { alarms } = cloudwatchTablesOf(context);
    const missing = AlarmNames.filter((name) => !alarms.has(name));
    if (missing.length > 0) throw alarmsNotFound(missing);
    for (const name of AlarmNames) removeAlarm(context, name);
    return {};
  },
});

function configurationOf(input: PutMetricAlarmInput): AlarmConfiguration {
  const { EvaluationWindow, WarmUpConfiguration, ActionConfiguration } = input;
  const hasStoredOnly = (EvaluationWindow ?? WarmUpConfiguration ?? ActionConfiguration) !== undefined;
  return {
    alarmDescription: input.AlarmDescription,
    actionsEnabled: input.ActionsEnabled ?? true,
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
    metricName: input.MetricName,
    namespace: input.Namespace,
    statistic: input.Statistic,
    extendedStatistic: input.ExtendedStatistic,
    dimensions: input.Dimensions ?? [],
    period: input.Period,
    unit: input.Unit,
    evaluationPeriods: input.EvaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm,
    threshold: input.Threshold,
    comparisonOperator: input.ComparisonOperator,
    treatMissingData: input.TreatMissingData,
    evaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile,
    metrics: input.Metrics,
    thresholdMetricId: input.ThresholdMetricId,
    evaluationCriteria: input.EvaluationCriteria,
    evaluationInterval: input.EvaluationInterval,
    storedOnly: hasStoredOnly ? { EvaluationWindow, WarmUpConfiguration, ActionConfiguration } : undefined,
  };
}

function dimensionsKey(dimensions: AlarmConfiguration['dimensions'] = []): string {
  const named = dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
  return JSON.stringify(metricIdentity('', '', named).dimensions);
}
