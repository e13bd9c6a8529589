import { aggregate, combine, isSeries, mapPoints, type MathValue, type Series, valueAt } from './series.ts';

/** The range that the queries ask for: from inclusive, to exclusive. */
export interface MathRange {
  readonly startMs: number;
  readonly endMs: number;
  /** A time at which a period of each series starts; absent: the epoch. */
  readonly originMs?: number;
}

/** A function of metric math. Throws a RangeError that says what is wrong with the parameters. */
export type MathFunction = (parameters: readonly MathValue[], range: MathRange) => MathValue;

/** As many as one answer of GetMetricData can hold. */
const maxFilled = 100_800;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Of a series: one number over all its times. Of a list of series: a series over all of them. */
function reducing(reduce: (values: readonly number[]) => number): MathFunction {
  return ([value]) => {
    if (value === undefined) throw new RangeError('a metric is missing');
    if (typeof value === 'number') return value;
    if (!isSeries(value)) return aggregate(value, reduce);
    return value.points.size === 0 ? Number.NaN : reduce([...value.points.values()]);
  };
}

function perValue(change: (value: number) => number): MathFunction {
  return ([value]) => eachSeries(value, (series) => mapPoints(series, change), change);
}

function eachSeries(
  value: MathValue | undefined,
  change: (series: Series) => Series,
  ofNumber?: (value: number) => number,
): MathValue {
  if (value === undefined) throw new RangeError('a metric is missing');
  if (typeof value === 'number') {
    if (ofNumber === undefined) throw new RangeError('a metric is needed and not a number');
    return ofNumber(value);
  }
  return isSeries(value) ? change(value) : value.map(change);
}

/** The change from the value before, per `perMs` or, without it, as such; the first value has none. */
function differences(series: Series, perMs?: number): Series {
  let before: readonly [number, number] | undefined;
  return mapPoints(series, (value, timestampMs) => {
    const previous = before;
    before = [timestampMs, value];
    if (previous === undefined) return undefined;
    const difference = value - previous[1];
    return perMs === undefined ? difference : difference / ((timestampMs - previous[0]) / perMs);
  });
}

/** Adds the periods without value: with a number, or with the value before. */
function fill(series: Series, filler: MathValue, { startMs, endMs, originMs = 0 }: MathRange): Series {
  const points = new Map<number, number>();
  const { periodMs } = series;
  if ((endMs - startMs) / periodMs > maxFilled)
    throw new RangeError('the range has too many periods to fill');
  let last: number | undefined;
  const first = originMs + Math.ceil((startMs - originMs) / periodMs) * periodMs;
  for (let time = first; time < endMs; time += periodMs) {
    const value = series.points.get(time);
    last = value ?? last;
    const filled = value ?? (filler === repeat ? last : valueAt(filler, time));
    if (filled !== undefined) points.set(time, filled);
  }
  return { ...series, points };
}

/** What the word REPEAT in FILL means. */
export const repeat: Series = { kind: 'series', label: 'REPEAT', periodMs: 0, points: new Map() };

function conditional([condition, whenTrue, whenFalse]: readonly MathValue[]): MathValue {
  if (condition === undefined || whenTrue === undefined)
    throw new RangeError('a condition and a value are needed');
  if (typeof condition === 'number') {
    const chosen = condition === 0 ? whenFalse : whenTrue;
    if (chosen === undefined) throw new RangeError('a condition that is a number needs both values');
    return chosen;
  }
  if (!isSeries(condition)) throw new RangeError('a condition cannot be a list of metrics');
  return mapPoints(condition, (value, timestampMs) => {
    const chosen = value === 0 ? whenFalse : whenTrue;
    return chosen === undefined ? undefined : valueAt(chosen, timestampMs);
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list */
export const mathFunctions: Readonly<Record<string, MathFunction>> = {
  ABS: perValue(Math.abs),
  AVG: reducing((values) => sum(values) / values.length),
  CEIL: perValue(Math.ceil),
  DATAPOINT_COUNT: reducing((values) => values.length),
  DIFF: ([value]) => eachSeries(value, (series) => differences(series)),
  FILL: ([value, filler], range) => {
    if (filler === undefined) throw new RangeError('FILL needs what to fill with');
    return eachSeries(value, (series) => fill(series, filler, range));
  },
  FLOOR: perValue(Math.floor),
  IF: conditional,
  LOG: perValue(Math.log),
  LOG10: perValue(Math.log10),
  MAX: reducing((values) => Math.max(...values)),
  MIN: reducing((values) => Math.min(...values)),
  PERIOD: ([value]) => {
    if (value === undefined || typeof value === 'number' || !isSeries(value))
      throw new RangeError('PERIOD needs one metric');
    return value.periodMs / 1000;
  },
  RATE: ([value]) => eachSeries(value, (series) => differences(series, 1000)),
  SUM: reducing(sum),
};

const truth = (holds: boolean) => (holds ? 1 : 0);

export const mathOperators = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
} satisfies Readonly<Record<string, (a: number, b: number) => number>>;

export function operate(operator: keyof typeof mathOperators, left: MathValue, right: MathValue): MathValue {
  const isList = (value: MathValue) => typeof value !== 'number' && !isSeries(value);
  if (isList(left) && isList(right)) throw new RangeError('two lists of metrics cannot be combined');
  return combine(left, right, mathOperators[operator]);
}
