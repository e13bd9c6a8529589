import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { parseArn } from '../../core/arn.ts';
import { invalidParameterCombination, missingParameter, validationError } from './errors.ts';
import { validateQueries } from './query-validation.ts';
import { parseExtendedStatistic } from './statistic-names.ts';

const daySeconds = 86_400;
const missingData = ['breaching', 'notBreaching', 'ignore', 'missing'];

/** Throws when the members of an alarm, valid one by one, do not fit together. */
export function validateAlarm(input: PutMetricAlarmInput): void {
  for (const action of [
    ...(input.OKActions ?? []),
    ...(input.AlarmActions ?? []),
    ...(input.InsufficientDataActions ?? []),
  ]) {
    if (parseArn(action) === undefined) throw validationError(`Invalid arn syntax: ${action}`);
  }
  const { TreatMissingData: treatment } = input;
  if (treatment !== undefined && !missingData.includes(treatment)) {
    throw validationError(
      `The value ${treatment} is not supported for TreatMissingData parameter. Supported values are [${missingData.join(', ')}].`,
    );
  }
  const kinds = [input.MetricName, input.Metrics, input.EvaluationCriteria].filter(
    (kind) => kind !== undefined,
  );
  if (kinds.length !== 1) {
    throw validationError(
      'Exactly one of the parameters MetricName, Metrics and EvaluationCriteria must be specified.',
    );
  }
  if (input.EvaluationCriteria !== undefined) return;
  validateEvaluation(input);
  if (input.Metrics === undefined) validateMetric(input);
  else validateMetrics(input, input.Metrics);
}

function validateEvaluation(input: PutMetricAlarmInput): void {
  const { EvaluationPeriods: periods, DatapointsToAlarm: points, ComparisonOperator: operator } = input;
  if (periods === undefined) throw missingParameter('The parameter EvaluationPeriods is required.');
  if (operator === undefined) throw missingParameter('The parameter ComparisonOperator is required.');
  if (points !== undefined && points > periods) {
    throw validationError(
      'The parameter DatapointsToAlarm must be less than or equal to the parameter EvaluationPeriods.',
    );
  }
  const isBand = /Lower|Upper/.test(operator);
  if (isBand !== (input.ThresholdMetricId !== undefined)) {
    throw validationError(
      `The comparison operator ${operator} ${isBand ? 'needs' : 'cannot be used with'} a ThresholdMetricId.`,
    );
  }
  if (isBand === (input.Threshold !== undefined)) {
    throw isBand
      ? invalidParameterCombination('Threshold cannot be used with ThresholdMetricId.')
      : missingParameter('The parameter Threshold is required.');
  }
}

function validateMetric(input: PutMetricAlarmInput): void {
  const { Statistic, ExtendedStatistic, Period: period, EvaluationPeriods: periods = 1 } = input;
  if (input.Namespace === undefined) throw missingParameter('The parameter Namespace is required.');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw validationError('Exactly one of the parameters Statistic and ExtendedStatistic must be specified.');
  if (ExtendedStatistic !== undefined && parseExtendedStatistic(ExtendedStatistic) === undefined)
    throw validationError(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  if (period === undefined) throw missingParameter('The parameter Period is required.');
  requireSpan(period, periods);
}

function validateMetrics(input: PutMetricAlarmInput, queries: readonly MetricDataQuery[]): void {
  for (const name of [
    'Namespace',
    'Dimensions',
    'Period',
    'Unit',
    'Statistic',
    'ExtendedStatistic',
  ] as const) {
    const value = input[name];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      throw invalidParameterCombination(`The parameter ${name} cannot be used with Metrics.`);
  }
  validateQueries(queries);
  const returned = queries.filter(
    ({ Id, ReturnData }) => ReturnData !== false && Id !== input.ThresholdMetricId,
  );
  if (returned.length !== 1)
    throw validationError('Exactly one element of Metrics must have ReturnData set to true.');
  for (const { MetricStat } of queries) {
    if (MetricStat?.Period !== undefined) requireSpan(MetricStat.Period, input.EvaluationPeriods ?? 1);
  }
}

/** A day, or a week when a period is an hour or more. */
function requireSpan(period: number, periods: number): void {
  if (![1, 5, 10, 20, 30].includes(period) && period % 60 !== 0)
    throw validationError('Period must be 10, 20, 30, or a multiple of 60');
  const longest = period >= 3600 ? 7 * daySeconds : daySeconds;
  if (period * periods > longest) {
    throw validationError(
      `Metrics cannot be checked across more than ${longest === daySeconds ? 'a day' : 'seven days'} (EvaluationPeriods * Period must be <= ${longest}).`,
    );
  }
}
