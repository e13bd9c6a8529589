import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { OperationContext } from '../context.ts';
import { regionalScope } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import type { AlarmConfiguration, AlarmState, CompositeAlarmConfiguration } from './store.ts';

/** What the event tells of an alarm of either type. */
export interface AlarmOfEvent {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function emitStateChange(
  context: OperationContext,
  alarm: AlarmOfEvent,
  before: AlarmState,
  after: AlarmState,
): void {
  emitEvent(context, regionalScope(context.caller), {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.alarmArn],
    detail: {
      alarmName: alarm.alarmName,
      state: stateOf(after),
      previousState: stateOf(before),
      configuration: alarm.configuration,
    },
  });
}

/** Times in alarm events and reasons: ISO 8601 with milliseconds and the zone as `+0000`. */
export function alarmTime(timestampMs: number): string {
  return new Date(timestampMs).toISOString().replace('Z', '+0000');
}

export function metricAlarmConfiguration(alarm: AlarmConfiguration): Readonly<Record<string, unknown>> {
  const queries: readonly MetricDataQuery[] = alarm.metrics ?? [{ Id: 'm1', MetricStat: soleStat(alarm) }];
  return {
    ...(alarm.alarmDescription === undefined ? {} : { description: alarm.alarmDescription }),
    metrics: queries.map(({ Id, MetricStat, Expression, Label, ReturnData }) => ({
      id: Id,
      ...(MetricStat === undefined ? {} : { metricStat: statOf(MetricStat) }),
      ...(Expression === undefined ? {} : { expression: Expression }),
      ...(Label === undefined ? {} : { label: Label }),
      returnData: ReturnData ?? true,
    })),
  };
}

export function compositeAlarmConfiguration(
  alarm: CompositeAlarmConfiguration,
): Readonly<Record<string, unknown>> {
  return {
    ...(alarm.alarmDescription === undefined ? {} : { description: alarm.alarmDescription }),
    alarmRule: alarm.alarmRule,
    ...(alarm.actionsSuppressor === undefined
      ? {}
      : {
          actionsSuppressor: alarm.actionsSuppressor,
          actionsSuppressorWaitPeriod: alarm.actionsSuppressorWaitPeriod,
          actionsSuppressorExtensionPeriod: alarm.actionsSuppressorExtensionPeriod,
        }),
  };
}

function stateOf({ stateValue, stateReason, stateReasonData, stateUpdatedAtMs, suppression }: AlarmState) {
  return {
    ...(suppression === undefined
      ? {}
      : { actionsSuppressedBy: suppression.by, actionsSuppressedReason: suppression.reason }),
    value: stateValue,
    reason: stateReason,
    ...(stateReasonData === undefined ? {} : { reasonData: stateReasonData }),
    timestamp: alarmTime(stateUpdatedAtMs),
  };
}

function soleStat(alarm: AlarmConfiguration): MetricStat {
  const { namespace, metricName, dimensions, period, statistic, extendedStatistic } = alarm;
  return {
    Metric: { Namespace: namespace, MetricName: metricName, Dimensions: [...dimensions] },
    Period: period,
    Stat: statistic ?? extendedStatistic,
  };
}

function statOf({ Metric, Period, Stat, Unit }: MetricStat) {
  const dimensions = (Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]);
  return {
    metric: {
      namespace: Metric?.Namespace,
      name: Metric?.MetricName,
      dimensions: Object.fromEntries(dimensions) as Record<string, string>,
    },
    period: Period,
    stat: Stat,
    ...(Unit === undefined ? {} : { unit: Unit }),
  };
}
