import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { toDate } from '../timestamps.ts';
import type { AlarmRow } from './store.ts';

export function describeAlarm(row: AlarmRow): MetricAlarm {
  return {
    AlarmName: row.alarmName,
    AlarmArn: row.alarmArn,
    AlarmDescription: row.alarmDescription,
    AlarmConfigurationUpdatedTimestamp: toDate(row.configurationUpdatedAtMs),
    ActionsEnabled: row.actionsEnabled,
    OKActions: [...row.okActions],
    AlarmActions: [...row.alarmActions],
    InsufficientDataActions: [...row.insufficientDataActions],
    StateValue: row.observed.stateValue,
    StateReason: row.observed.stateReason,
    StateReasonData: row.observed.stateReasonData,
    EvaluationState: row.observed.evaluationState,
    StateUpdatedTimestamp: toDate(row.observed.stateUpdatedAtMs),
    StateTransitionedTimestamp: toDate(row.observed.stateTransitionedAtMs),
    MetricName: row.metricName,
    Namespace: row.namespace,
    Statistic: row.statistic,
    ExtendedStatistic: row.extendedStatistic,
    Dimensions: [...row.dimensions],
    Period: row.period,
    Unit: row.unit,
    EvaluationPeriods: row.evaluationPeriods,
    DatapointsToAlarm: row.datapointsToAlarm,
    Threshold: row.threshold,
    ComparisonOperator: row.comparisonOperator,
    TreatMissingData: row.treatMissingData,
    EvaluateLowSampleCountPercentile: row.evaluateLowSampleCountPercentile,
    Metrics: row.metrics === undefined ? undefined : [...row.metrics],
    ThresholdMetricId: row.thresholdMetricId,
    EvaluationCriteria: row.evaluationCriteria,
    EvaluationInterval: row.evaluationInterval,
    ...row.storedOnly,
  };
}
