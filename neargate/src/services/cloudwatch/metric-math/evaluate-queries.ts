import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { validationError } from '../errors.ts';
import { type Expression, invalidExpression, parseExpression } from './expression.ts';
import { type MathRange, mathFunctions, operate, repeat } from './functions.ts';
import { isSeries, type MathValue, type Series } from './series.ts';

/** Where the data of a metric comes from. */
export type ReadMetric = (stat: MetricStat, range: MathRange) => Series;

export interface QueryResult {
  readonly id: string;
  readonly label: string;
  readonly series: Series;
}

/**
 * The results of the queries that return data, in their order; a list of metrics gives one each. Throws ValidationError on
 * an expression that is not valid, that refers to itself, or that uses what Neargate does not know.
 */
export function evaluateQueries(
  queries: readonly MetricDataQuery[],
  range: MathRange,
  read: ReadMetric,
): QueryResult[] {
  const values = new Map<string, MathValue>();
  const underWay = new Set<string>();
  const byId = new Map(queries.map((query) => [query.Id ?? '', query]));

  const valueOf = (id: string): MathValue => {
    const known = values.get(id);
    if (known !== undefined) return known;
    const query = byId.get(id);
    if (query === undefined) throw validationError(`No metric query has the id ${id}.`);
    if (underWay.has(id)) throw validationError(`The expression of metric query ${id} refers to itself.`);
    underWay.add(id);
    const value =
      query.MetricStat === undefined
        ? evaluate(query.Expression ?? '')
        : labelled(read(query.MetricStat, range), query.Label);
    underWay.delete(id);
    values.set(id, value);
    return value;
  };

  const evaluate = (text: string): MathValue => {
    try {
      return evaluateNode(parseExpression(text));
    } catch (error) {
      if (error instanceof RangeError) throw invalidExpression(text, error.message);
      throw error;
    }
  };

  const evaluateNode = (node: Expression): MathValue => {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'text':
        throw new RangeError('a text is only understood by METRICS');
      case 'name':
        return node.name === 'REPEAT' ? repeat : valueOf(node.name);
      case 'list':
        return node.items.map(evaluateNode).flatMap(seriesOf);
      case 'negate':
        return operate('*', evaluateNode(node.operand), -1);
      case 'binary':
        return operate(node.operator, evaluateNode(node.left), evaluateNode(node.right));
      case 'call':
        return call(node);
    }
  };

  const call = (node: Extract<Expression, { kind: 'call' }>): MathValue => {
    if (node.name === 'METRICS') return metrics(node.parameters[0]);
    const known = mathFunctions[node.name];
    if (known === undefined)
      throw new RangeError(`Neargate does not know the function ${node.name} of metric math`);
    return known(node.parameters.map(evaluateNode), range);
  };

  /** All queries that are metrics, or those with the text in their id. */
  const metrics = (filter: Expression | undefined): Series[] => {
    const part = filter?.kind === 'text' ? filter.value : '';
    return queries
      .filter(({ Id = '', MetricStat: stat }) => stat !== undefined && Id.includes(part))
      .flatMap(({ Id = '' }) => seriesOf(valueOf(Id)));
  };

  return queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .flatMap((query) => resultsOf(query, valueOf(query.Id ?? '')));
}

function labelled(series: Series, label: string | undefined): Series {
  return label === undefined ? series : { ...series, label };
}

function seriesOf(value: MathValue): readonly Series[] {
  if (typeof value === 'number') throw new RangeError('a list holds metrics and not numbers');
  return isSeries(value) ? [value] : value;
}

function resultsOf({ Id = '', Label, Expression: text }: MetricDataQuery, value: MathValue): QueryResult[] {
  if (typeof value === 'number') {
    throw validationError(
      `The expression '${text ?? ''}' of metric query ${Id} gives a number; one that returns data must give a time series.`,
    );
  }
  if (isSeries(value)) {
    const label = Label ?? (text === undefined ? value.label : Id);
    return [{ id: Id, label, series: value }];
  }
  return value.map((series) => ({ id: Id, label: Label ?? series.label, series }));
}
