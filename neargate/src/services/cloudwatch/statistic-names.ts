/** A statistic that is not one of the five basic ones. */
export type ExtendedStatistic =
  /** The value below which `rank` percent of the samples lie. */
  | { readonly kind: 'percentile'; readonly rank: number }
  /** Over the samples between two bounds: their mean, mean with outliers pulled in, count or sum. */
  | {
      readonly kind: 'trimmed-mean' | 'winsorized-mean' | 'trimmed-count' | 'trimmed-sum';
      readonly bounds: Bounds;
    }
  /** The percentage of the samples between two values. */
  | { readonly kind: 'percentile-rank'; readonly bounds: Bounds };

/** Both in percent of the samples, or both as values. */
export interface Bounds {
  readonly unit: 'percent' | 'value';
  readonly low: number;
  readonly high: number;
}

const kinds = {
  tm: 'trimmed-mean',
  wm: 'winsorized-mean',
  tc: 'trimmed-count',
  ts: 'trimmed-sum',
} as const;

/**
 * Reads `p99.9`, `tm90`, `TM(10%:90%)`, `TC(0.5:10)`, `PR(:300)`, `IQM` and the like; undefined when AWS has no such statistic.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function parseExtendedStatistic(text: string): ExtendedStatistic | undefined {
  if (/^iqm$/i.test(text)) {
    return { kind: 'trimmed-mean', bounds: { unit: 'percent', low: 25, high: 75 } };
  }
  const simple = /^(p|tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/i.exec(text);
  if (simple !== null) {
    const rank = Number(simple[2]);
    if (rank > 100) return undefined;
    const name = (simple[1] ?? '').toLowerCase();
    if (name === 'p') return { kind: 'percentile', rank };
    return isTrimmed(name)
      ? { kind: kinds[name], bounds: { unit: 'percent', low: 0, high: rank } }
      : undefined;
  }
  const ranged = /^(tm|wm|tc|ts|pr)\((.*):(.*)\)$/i.exec(text);
  const bounds = ranged === null ? undefined : parseBounds(ranged[2] ?? '', ranged[3] ?? '');
  const name = (ranged?.[1] ?? '').toLowerCase();
  if (bounds === undefined) return undefined;
  if (isTrimmed(name)) return { kind: kinds[name], bounds };
  return bounds.unit === 'value' ? { kind: 'percentile-rank', bounds } : undefined;
}

function isTrimmed(name: string): name is keyof typeof kinds {
  return Object.hasOwn(kinds, name);
}

function parseBounds(low: string, high: string): Bounds | undefined {
  const number = /^-?\d+(?:\.\d+)?$/;
  const percents = [low, high].filter((text) => text.endsWith('%'));
  const filled = [low, high].filter((text) => text !== '');
  if (filled.length === 0 || (percents.length > 0 && percents.length !== filled.length)) return undefined;
  const isPercent = percents.length > 0;
  const texts = [low, high].map((text) => text.replace(/%$/, ''));
  if (!texts.every((text) => text === '' || number.test(text))) return undefined;
  const [lowest, highest] = isPercent ? [0, 100] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const bounds: Bounds = {
    unit: isPercent ? 'percent' : 'value',
    low: texts[0] === '' ? lowest : Number(texts[0]),
    high: texts[1] === '' ? highest : Number(texts[1]),
  };
  const inRange = !isPercent || (bounds.low >= 0 && bounds.high <= 100);
  return inRange && bounds.low < bounds.high ? bounds : undefined;
}
