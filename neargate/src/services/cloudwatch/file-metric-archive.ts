import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { MetricArchive } from './metric-archive.ts';
import type { MetricBucket, MetricIdentity } from './metric-store.ts';
import { hasAged, rolledUp } from './retention.ts';

/** The first line of a file. */
interface Header {
  readonly scope: string;
  readonly metric: MetricIdentity;
}

/** One bucket on disk; the distribution is left out where there is none. */
type Line = readonly [
  timestampMs: number,
  unit: string,
  sampleCount: number,
  sum: number,
  minimum: number,
  maximum: number,
  distribution?: readonly (readonly [value: number, count: number])[],
];

/** Enough for the last line of nearly every file. */
const tailBytes = 16_384;
const dayMs = 24 * 60 * 60_000;

/**
 * Metrics as files of JSON lines, one per metric, named by a digest: what the metric is, then its minutes as they end.
 * What is behind the last newline was being written when the process died, and is cut off. Files are read when somebody
 * asks for what memory does not hold, and rolled up as CloudWatch's retention says.
 */
export function fileMetricArchive(directory: string, clock: Clock): MetricArchive {
  /** When this process last looked after each file. */
  const known = new Map<string, number>();
  const fileOf = (scope: string, metric: MetricIdentity) =>
    path.join(directory, `${digest(JSON.stringify([scope, metric]))}.jsonl`);

  /** At the first use of a file by this process, and once a day from then. */
  const prepare = (file: string) => {
    const nowMs = clock.now();
    if (nowMs - (known.get(file) ?? Number.NEGATIVE_INFINITY) < dayMs || !existsSync(file)) return;
    known.set(file, nowMs);
    cutTornLine(file);
    rollUp(file, nowMs);
  };

  return {
    append(scope, metric, minutes) {
      if (minutes.length === 0) return;
      const file = fileOf(scope, metric);
      prepare(file);
      if (!known.has(file)) {
        mkdirSync(directory, { recursive: true });
        writeFileSync(file, `${JSON.stringify({ scope, metric } satisfies Header)}\n`);
        known.set(file, clock.now());
      }
      appendFileSync(file, minutes.map(formatLine).join(''));
    },
    read(scope, metric, startMs, endMs) {
      const file = fileOf(scope, metric);
      prepare(file);
      if (!existsSync(file)) return [];
      const found = readLines(file).filter(([at]) => at >= startMs && at < endMs);
      return rolledUp(found.map(parseLine), clock.now());
    },
    list: () =>
      (existsSync(directory) ? readdirSync(directory) : [])
        .filter((name) => name.endsWith('.jsonl'))
        .flatMap((name) => summaryOf(path.join(directory, name)) ?? []),
    clear() {
      known.clear();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 40);
}

function formatLine(bucket: MetricBucket): string {
  const { timestampMs, unit, sampleCount, sum, minimum, maximum, distribution } = bucket;
  const numbers = [timestampMs, unit, sampleCount, sum, minimum, maximum] as const;
  const line: Line = distribution.size === 0 ? numbers : [...numbers, [...distribution]];
  return `${JSON.stringify(line)}\n`;
}

function parseLine([timestampMs, unit, sampleCount, sum, minimum, maximum, counts = []]: Line): MetricBucket {
  return { timestampMs, unit, sampleCount, sum, minimum, maximum, distribution: new Map(counts) };
}

function readLines(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((text) => JSON.parse(text) as Line);
}

/** A new file takes the old one's place at once, so that a death in between loses nothing. */
function rollUp(file: string, nowMs: number): void {
  const lines = readLines(file);
  if (!hasAged(lines[0]?.[0] ?? nowMs, nowMs)) return;
  const [header = ''] = readFileSync(file, 'utf8').split('\n', 1);
  const rolled = rolledUp(lines.map(parseLine), nowMs).map(formatLine);
  writeFileSync(`${file}.new`, `${header}\n${rolled.join('')}`);
  renameSync(`${file}.new`, file);
}

function cutTornLine(file: string): void {
  const content = readFileSync(file);
  const end = content.lastIndexOf(0x0a) + 1;
  if (end < content.length) truncateSync(file, end);
}

/** From the first and last lines alone: a start must not read what nobody asks for. */
function summaryOf(file: string): (Header & { readonly lastTimestampMs: number }) | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const [first = ''] = textAt(descriptor, 0, Math.min(size, tailBytes)).split('\n', 1);
    const tail = textAt(descriptor, Math.max(0, size - tailBytes), tailBytes).split('\n');
    const last = tail.slice(1, -1).at(-1);
    if (last === undefined) return undefined;
    return { ...(JSON.parse(first) as Header), lastTimestampMs: (JSON.parse(last) as Line)[0] };
  } finally {
    closeSync(descriptor);
  }
}

function textAt(descriptor: number, position: number, length: number): string {
  const buffer = Buffer.alloc(length);
  return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, length, position));
}
