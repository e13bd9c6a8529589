import { AwsError } from '../../core/aws-error.ts';
import type { Timing } from '../../core/timing.ts';
import { alarmTime } from '../../services/cloudwatch/alarm-event.ts';
import { type AlarmPace, alarmPace } from '../../services/cloudwatch/alarm-pace.ts';
import type { NewState } from '../../services/cloudwatch/alarm-transition.ts';
import type { MetricStore } from '../../services/cloudwatch/metric-store.ts';
import type { AlarmRow } from '../../services/cloudwatch/store.ts';
import {
  type AlarmEvaluation,
  type AlarmRules,
  evaluateAlarm,
  evaluationRange,
  type MissingDataTreatment,
} from './evaluate-alarm.ts';
import { type AlarmData, readDatapoints } from './read-datapoints.ts';
import { stateReason } from './state-reason.ts';

const treatments: readonly MissingDataTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/**
 * The state that the data of a metric alarm says at `endMs`, where the last period ends; undefined when it stays as it is.
 */
export function evaluateRow(
  alarm: AlarmRow,
  metrics: MetricStore,
  scope: string,
  { timing, endMs, nowMs }: { readonly timing: Timing; readonly endMs: number; readonly nowMs: number },
): NewState | undefined {
  const rules = rulesOf(alarm);
  const pace = alarmPace(alarm, timing);
  let data: AlarmData;
  try {
    data = readDatapoints(metrics, scope, alarm, pace, endMs, evaluationRange(rules));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const stateReason = `Unchecked: ${error.message}`;
    if (alarm.observed.stateReason === stateReason) return undefined;
    return { stateValue: 'INSUFFICIENT_DATA', stateReason, evaluationState: 'EVALUATION_ERROR' };
  }
  const evaluation = evaluateAlarm(rules, data.periods);
  if (evaluation.state === undefined || !isNews(alarm, evaluation.state)) return undefined;
  if (hasTooFewSamples(alarm, evaluation, data)) return undefined;
  return {
    stateValue: evaluation.state,
    stateReason: stateReason(rules, evaluation, alarm.datapointsToAlarm !== undefined),
    stateReasonData: JSON.stringify(reasonData(alarm, evaluation, data, pace, nowMs)),
  };
}

/** A state is, and so is the first reason after one that says why there is none. */
function isNews({ observed }: AlarmRow, state: string): boolean {
  return state !== observed.stateValue || observed.stateReason.startsWith('Unchecked');
}

function rulesOf(alarm: AlarmRow): AlarmRules {
  const { comparisonOperator = 'GreaterThanThreshold', threshold = 0, evaluationPeriods = 1 } = alarm;
  return {
    comparisonOperator,
    threshold,
    evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm ?? evaluationPeriods,
    treatMissingData: treatments.find((treatment) => treatment === alarm.treatMissingData) ?? 'missing',
  };
}

/**
 * With `ignore`, a percentile of too few samples to be one does not count: 10/(1-p) above the median, 10/p below.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
function hasTooFewSamples(alarm: AlarmRow, { points }: AlarmEvaluation, data: AlarmData): boolean {
  const percentile = /^p(\d+(?:\.\d+)?)$/i.exec(alarm.extendedStatistic ?? '')?.[1];
  if (alarm.evaluateLowSampleCountPercentile !== 'ignore' || percentile === undefined) return false;
  const rank = Number(percentile);
  const needed = 1000 / (rank >= 50 ? 100 - rank : rank);
  return points.some(({ timestampMs }) => (data.sampleCountAt(timestampMs) ?? 0) < needed);
}

/** `neargate` is there where the profile shortens periods: it says what the values are values of. */
function reasonData(
  alarm: AlarmRow,
  { points, filled }: AlarmEvaluation,
  data: AlarmData,
  pace: AlarmPace,
  nowMs: number,
) {
  const evaluated = filled === 0 ? points : data.periods;
  const oldest = points.at(-1);
  const period = alarm.period ?? (pace.periodMs * pace.ratio) / 1000;
  return {
    version: '1.0',
    queryDate: alarmTime(nowMs),
    ...(oldest === undefined ? {} : { startDate: alarmTime(oldest.timestampMs) }),
    ...(alarm.unit === undefined ? {} : { unit: alarm.unit }),
    ...(alarm.metrics === undefined ? { statistic: alarm.statistic ?? alarm.extendedStatistic } : {}),
    period,
    recentDatapoints: points.map(({ value }) => value).toReversed(),
    threshold: alarm.threshold,
    evaluatedDatapoints: evaluated.map(({ timestampMs, value }) => ({
      timestamp: alarmTime(timestampMs),
      ...(value === undefined ? {} : { sampleCount: data.sampleCountAt(timestampMs), value }),
    })),
    ...(pace.ratio === 1
      ? {}
      : { neargate: { periodLastsSeconds: pace.periodMs / 1000, countsAreRatesPerPeriodOf: period } }),
  };
}
