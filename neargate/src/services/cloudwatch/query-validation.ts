import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { statistics } from './alarm-input.ts';
import { validationError } from './errors.ts';
import { parseExtendedStatistic } from './statistic-names.ts';

const maxQueries = 500;

/** Throws when queries do not have unique ids, or are not each either a metric or an expression. */
export function validateQueries(queries: readonly MetricDataQuery[]): void {
  if (queries.length === 0) throw validationError('At least one metric query must be specified.');
  if (queries.length > maxQueries)
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${maxQueries}.`,
    );
  const ids = new Set<string>();
  for (const { Id = '', MetricStat, Expression } of queries) {
    if (!/^[a-z][A-Za-z0-9_]*$/.test(Id))
      throw validationError(
        `The value ${Id} for the id of a metric query is not valid: it must begin with a lower-case letter and have letters, digits and underscores only.`,
      );
    if (ids.has(Id)) throw validationError(`The id ${Id} is used by more than one metric query.`);
    ids.add(Id);
    if ((MetricStat === undefined) === (Expression === undefined))
      throw validationError(`Metric query ${Id} must have either MetricStat or Expression.`);
    if (MetricStat === undefined) continue;
    const { Metric, Period, Stat } = MetricStat;
    if (Metric?.MetricName === undefined || Metric.Namespace === undefined)
      throw validationError(`Metric query ${Id} must have a metric with name and namespace.`);
    if (Period === undefined || Period < 1) throw validationError(`Metric query ${Id} must have a period.`);
    if (Stat === undefined || !isStatistic(Stat))
      throw validationError(
        `The value ${Stat ?? 'null'} for parameter Stat of metric query ${Id} is not supported.`,
      );
  }
}

export function isStatistic(text: string): boolean {
  return statistics.some((name) => name === text) || parseExtendedStatistic(text) !== undefined;
}
