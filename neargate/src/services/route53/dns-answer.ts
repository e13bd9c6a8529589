import type { RRType } from '@aws-sdk/client-route-53';
import { chosenCandidates } from './routing-policies.ts';
import type { RecordSetRow } from './store.ts';

/** What answers are made from. */
export interface AnswerSource {
  readonly recordSets: readonly RecordSetRow[];
  /** Of who asks: latency records answer by it. */
  readonly region: string;
  /** Where an alias to something outside of the zone leads: its values, none where nothing is known. */
  valuesOf(target: string, type: RRType): readonly string[];
  /** A whole number from 0 to below the bound. */
  random(bound: number): number;
}

export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN';
  readonly values: readonly string[];
}

const longestChain = 8;
const wildcardLabel = String.raw`\052`;

/**
 * What the records of a zone answer with: of several by a policy the chosen ones, those of a wildcard where there is nothing of the
 * name, and what an alias leads to. https://docs.aws.amazon.com/Route53/latest/APIReference/API_TestDNSAnswer.html
 * @param name canonical
 */
export function answerOf(source: AnswerSource, name: string, type: RRType, depth = longestChain): DnsAnswer {
  const rows = recordSetsFor(source.recordSets, name);
  if (rows === undefined) return { code: 'NXDOMAIN', values: [] };
  const ofType = (wanted: RRType) => rows.filter((row) => row.Type === wanted);
  const own = ofType(type);
  const candidates = chosenCandidates(own.length > 0 ? own : ofType('CNAME'), source.region);
  const answers = candidates[0]?.answers ?? candidates.length;
  const all = candidates.flatMap((candidate) => Array.from({ length: candidate.times }, () => candidate.row));
  const first = answers === 1 ? source.random(Math.max(1, all.length)) : 0;
  const chosen = all.slice(first, first + answers);
  return { code: 'NOERROR', values: chosen.flatMap((row) => valuesOf(source, row, type, depth)) };
}

function valuesOf(source: AnswerSource, row: RecordSetRow, type: RRType, depth: number): readonly string[] {
  const target = row.AliasTarget?.DNSName;
  if (target === undefined) return (row.ResourceRecords ?? []).map(({ Value = '' }) => Value);
  if (depth === 0) return [];
  return source.recordSets.some(({ Name }) => Name === target)
    ? answerOf(source, target, type, depth - 1).values
    : source.valuesOf(target, type);
}

/**
 * Those of the name, else of the nearest wildcard above it; undefined where there is neither. A name that is only on the way to
 * another one exists without records (RFC 4592, 2.2.2).
 */
function recordSetsFor(
  recordSets: readonly RecordSetRow[],
  name: string,
): readonly RecordSetRow[] | undefined {
  const of = (wanted: string) => recordSets.filter((row) => row.Name === wanted);
  const exists = (wanted: string) =>
    recordSets.some((row) => row.Name === wanted || row.Name.endsWith(`.${wanted}`));
  if (exists(name)) return of(name);
  for (let parent = parentOf(name); parent !== ''; parent = parentOf(parent)) {
    const wildcard = of(`${wildcardLabel}.${parent}`);
    if (wildcard.length > 0) return wildcard;
    if (exists(parent)) return undefined;
  }
  return undefined;
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
