import type { ComparisonOperator, StateValue } from '@aws-sdk/client-cloudwatch';

/** What decides whether points make an alarm. */
export interface AlarmRules {
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  /** N: how many points are evaluated. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingDataTreatment;
}

export type MissingDataTreatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface Datapoint {
  /** The start of its period. */
  readonly timestampMs: number;
  readonly value: number;
}

/** A period of the evaluation range, with data or without. */
export interface Period {
  readonly timestampMs: number;
  readonly value: number | undefined;
}

export interface AlarmEvaluation {
  /** Undefined: the alarm keeps the state it has. */
  readonly state: StateValue | undefined;
  /** The real points that were evaluated, newest first. */
  readonly points: readonly Datapoint[];
  /** How many missing points were filled in. */
  readonly filled: number;
}

/** How many more points are looked at than are evaluated, in case some are missing. AWS's example has 5 for 3. */
const extraPoints = 2;

/** The evaluation range: how many of the latest periods an evaluation looks at. */
export function evaluationRange({ evaluationPeriods }: Pick<AlarmRules, 'evaluationPeriods'>): number {
  return evaluationPeriods + extraPoints;
}

/**
 * The state of an alarm by the periods of its evaluation range, newest first.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(rules: AlarmRules, periods: readonly Period[]): AlarmEvaluation {
  const { evaluationPeriods, datapointsToAlarm } = rules;
  const real = periods.filter(hasData);
  const points = real.slice(0, evaluationPeriods);
  const breaching = points.filter(({ value }) => breaches(rules, value)).length;
  const filled = evaluationPeriods - points.length;
  const decided = (state: StateValue | undefined): AlarmEvaluation => ({ state, points, filled });
  const byCount = (count: number) => decided(count >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (filled === 0) return byCount(breaching);
  switch (rules.treatMissingData) {
    case 'breaching':
      return byCount(breaching + filled);
    case 'notBreaching':
      return byCount(breaching);
    case 'ignore':
      if (breaching >= datapointsToAlarm) return decided('ALARM');
      return decided(breaching < points.length ? 'OK' : undefined);
    case 'missing':
      if (points.length === 0) return decided('INSUFFICIENT_DATA');
      if (breaching >= datapointsToAlarm) return decided('ALARM');
      if (breaching < points.length) return decided('OK');
      // All that is known breaches, but is less than what alarms: the next point may be good.
      return decided(ageOfOldest(periods) >= datapointsToAlarm ? 'ALARM' : undefined);
  }
}

export function breaches(
  { comparisonOperator, threshold }: Pick<AlarmRules, 'comparisonOperator' | 'threshold'>,
  value: number,
): boolean {
  switch (comparisonOperator) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    default:
      throw new Error(`${comparisonOperator} compares with a band, which is not evaluated`);
  }
}

/** In periods: 1 for a point of the latest one. */
function ageOfOldest(periods: readonly Period[]): number {
  return periods.findLastIndex(hasData) + 1;
}

function hasData(period: Period): period is Datapoint {
  return period.value !== undefined;
}
