/** Values by time, oldest first: the start of each period in milliseconds since the epoch. */
export interface Series {
  readonly kind: 'series';
  readonly label: string;
  readonly periodMs: number;
  readonly points: ReadonlyMap<number, number>;
}

/** What an expression gives. */
export type MathValue = number | Series | readonly Series[];

export function isSeries(value: MathValue): value is Series {
  return typeof value === 'object' && 'kind' in value;
}

/** The series with each value changed; values that are no finite number are left out. */
export function mapPoints(
  series: Series,
  change: (value: number, timestampMs: number) => number | undefined,
): Series {
  const points = new Map<number, number>();
  for (const [timestampMs, value] of series.points) {
    const changed = change(value, timestampMs);
    if (changed !== undefined && Number.isFinite(changed)) points.set(timestampMs, changed);
  }
  return { ...series, points };
}

/** Combines values of the same time; a time that one of the series lacks has none. */
export function combine(
  left: MathValue,
  right: MathValue,
  operate: (a: number, b: number) => number,
): MathValue {
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right);
  if (!isSeries(left) && typeof left !== 'number') return left.map((one) => combined(one, right, operate));
  if (!isSeries(right) && typeof right !== 'number') return right.map((one) => combined(left, one, operate));
  return combined(left, right, operate);
}

function combined(left: MathValue, right: MathValue, operate: (a: number, b: number) => number): Series {
  if (typeof left !== 'number' && isSeries(left)) {
    return mapPoints(left, (value, timestampMs) => {
      const other = valueAt(right, timestampMs);
      return other === undefined ? undefined : operate(value, other);
    });
  }
  if (typeof left === 'number' && typeof right !== 'number' && isSeries(right))
    return mapPoints(right, (value) => operate(left, value));
  throw new TypeError('two lists of series cannot be combined');
}

export function valueAt(value: MathValue, timestampMs: number): number | undefined {
  if (typeof value === 'number') return value;
  return isSeries(value) ? value.points.get(timestampMs) : undefined;
}

/** One series of the values of all at each time that any has. */
export function aggregate(all: readonly Series[], reduce: (values: readonly number[]) => number): Series {
  const times = [...new Set(all.flatMap(({ points }) => [...points.keys()]))].toSorted((a, b) => a - b);
  const points = new Map(
    times.map((time) => [time, reduce(all.flatMap((one) => one.points.get(time) ?? []))] as const),
  );
  return { kind: 'series', label: all[0]?.label ?? '', periodMs: all[0]?.periodMs ?? 60_000, points };
}
