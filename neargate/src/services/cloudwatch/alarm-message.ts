import type { OperationContext } from '../context.ts';
import { alarmTime } from './alarm-event.ts';
import type { AlarmRow, AlarmState, CompositeAlarmRow } from './store.ts';

/** An alarm of either type with the state it had and the one it has. */
export interface AlarmNews {
  readonly alarm: AlarmRow | CompositeAlarmRow;
  readonly before: AlarmState;
  readonly after: AlarmState;
}

/** AWS writes the region's name in words; of regions that are not here, its code. https://docs.aws.amazon.com/general/latest/gr/cw_region.html */
const regionNames: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ca-central-1': 'Canada (Central)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'sa-east-1': 'South America (Sao Paulo)',
};
const maxSubjectLength = 100;

/** What a topic gets of an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function alarmMessage(
  { caller }: Pick<OperationContext, 'caller'>,
  { alarm, before, after }: AlarmNews,
): { readonly subject: string; readonly body: string } {
  const region = regionNames[caller.region] ?? caller.region;
  return {
    subject: `${after.stateValue}: "${alarm.alarmName}" in ${region}`.slice(0, maxSubjectLength),
    body: JSON.stringify({
      AlarmName: alarm.alarmName,
      AlarmDescription: alarm.alarmDescription ?? null,
      AWSAccountId: caller.accountId,
      AlarmConfigurationUpdatedTimestamp: alarmTime(alarm.configurationUpdatedAtMs),
      NewStateValue: after.stateValue,
      NewStateReason: after.stateReason,
      StateChangeTime: alarmTime(after.stateUpdatedAtMs),
      Region: region,
      AlarmArn: alarm.alarmArn,
      OldStateValue: before.stateValue,
      OKActions: alarm.okActions,
      AlarmActions: alarm.alarmActions,
      InsufficientDataActions: alarm.insufficientDataActions,
      ...('alarmRule' in alarm ? { AlarmRule: alarm.alarmRule } : { Trigger: triggerOf(alarm) }),
    }),
  };
}

function triggerOf(alarm: AlarmRow) {
  const { period, evaluationPeriods, datapointsToAlarm, comparisonOperator, threshold } = alarm;
  const rules = {
    Period: period,
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm,
    ComparisonOperator: comparisonOperator,
    Threshold: threshold,
    TreatMissingData: alarm.treatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile ?? '',
  };
  if (alarm.metrics !== undefined) return { ...rules, Metrics: alarm.metrics };
  return {
    MetricName: alarm.metricName,
    Namespace: alarm.namespace,
    StatisticType: alarm.statistic === undefined ? 'ExtendedStatistic' : 'Statistic',
    Statistic: alarm.statistic === undefined ? undefined : screaming(alarm.statistic),
    ExtendedStatistic: alarm.extendedStatistic,
    Unit: alarm.unit ?? null,
    Dimensions: alarm.dimensions?.map(({ Name, Value }) => ({ value: Value, name: Name })) ?? [],
    ...rules,
  };
}

/** `SampleCount` as `SAMPLE_COUNT`. */
function screaming(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
