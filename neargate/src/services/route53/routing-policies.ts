import type { RecordSetRow } from './store.ts';

/** A record set that may be answered with. */
export interface Candidate {
  readonly row: RecordSetRow;
  /** How often it is to be among the others, for weights. */
  readonly times: number;
  /** How many records an answer holds; absent: all. */
  readonly answers?: number;
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html */
const mostAnswers = 8;
/** Weights are made smaller until they need no more copies than this. */
const mostCopies = 100;

/**
 * Which of the record sets of a name and type answer in a VPC of that region. Health checks are not made here, so that everything
 * counts as healthy; where clients are is not known, so that of locations the default one answers. Pure.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export function chosenCandidates(rows: readonly RecordSetRow[], region: string): readonly Candidate[] {
  const [first] = rows;
  if (first === undefined) return [];
  if (first.Weight !== undefined) return weighted(rows);
  if (first.MultiValueAnswer === true) return rows.map((row) => ({ row, times: 1, answers: mostAnswers }));
  const only = onlyOne(rows, first, region);
  return only === undefined ? [] : [{ row: only, times: 1 }];
}

function onlyOne(
  rows: readonly RecordSetRow[],
  first: RecordSetRow,
  region: string,
): RecordSetRow | undefined {
  if (first.Failover !== undefined) return rows.find(({ Failover }) => Failover === 'PRIMARY') ?? first;
  if (first.Region !== undefined) return rows.find(({ Region }) => Region === region) ?? first;
  if (first.GeoLocation !== undefined)
    return rows.find(({ GeoLocation }) => GeoLocation?.CountryCode === '*');
  if (first.CidrRoutingConfig !== undefined)
    return rows.find(({ CidrRoutingConfig }) => CidrRoutingConfig?.LocationName === '*');
  return first;
}

/** With all weights 0, all are as likely. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html */
function weighted(rows: readonly RecordSetRow[]): readonly Candidate[] {
  const weights = rows.map(({ Weight }) => Number(Weight ?? 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return rows.map((row) => ({ row, times: 1, answers: 1 }));
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  const scale = Math.min(1 / divisor, mostCopies / total);
  return rows.flatMap((row, index) => {
    const weight = weights[index] ?? 0;
    return weight === 0 ? [] : [{ row, times: Math.max(1, Math.round(weight * scale)), answers: 1 }];
  });
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
