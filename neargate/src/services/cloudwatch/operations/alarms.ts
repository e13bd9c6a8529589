import type { DeleteAlarmsInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../operation.ts';
import { validateAlarm } from '../alarm-validation.ts';
import { putAlarm, removeAlarm } from '../alarms.ts';
import { removeCompositeAlarm } from '../composite-alarms.ts';
import { alarmsNotFound, validationError } from '../errors.ts';
import { type AlarmConfiguration, cloudwatchTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const putMetricAlarm = operation<PutMetricAlarmInput, Empty>({
  handle(context, input) {
    validateAlarm(input);
    putAlarm(context, input.AlarmName ?? '', configurationOf(input), {
      tags: mergeTags([], input.Tags ?? []),
    });
    return {};
  },
});

/**
 * Deletes all of the alarms or, when one does not exist, none. Composite alarms go one by one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export const deleteAlarms = operation<DeleteAlarmsInput, Empty>({
  handle(context, { AlarmNames = [] }) {
    const { alarms, compositeAlarms } = cloudwatchTablesOf(context);
    const missing = AlarmNames.filter((name) => !alarms.has(name) && !compositeAlarms.has(name));
    if (missing.length > 0) throw alarmsNotFound(missing);
    if (AlarmNames.length > 1 && AlarmNames.some((name) => compositeAlarms.has(name)))
      throw validationError('Only one composite alarm can be deleted at a time, and no other alarm with it.');
    for (const name of AlarmNames) if (!removeAlarm(context, name)) removeCompositeAlarm(context, name);
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
