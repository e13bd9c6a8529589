import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import {
  type LogEvent,
  type LogStore,
  type LogStreamAddress,
  type LogStreamSummary,
  selectEvents,
  type StoredLogEvent,
  summarize,
} from './log-store.ts';

/** One event on disk: timestamp, ingestion time, message. */
type Line = readonly [timestampMs: number, ingestionTimeMs: number, message: string];

/**
 * Log events as append-only files of JSON lines, one file per stream: `<directory>/<group>/<stream>.jsonl`, both parts
 * named by a digest because names may hold characters and lengths that file systems refuse. What is behind the last
 * newline was never acknowledged (the process died while writing) and is cut off at the first use.
 */
export function fileLogStore(directory: string): LogStore {
  const summaries = new Map<string, LogStreamSummary>();
  const folderOf = (scope: string, group: string) => path.join(directory, digest(`${scope}\n${group}`));
  const fileOf = ({ scope, group, stream }: LogStreamAddress) =>
    path.join(folderOf(scope, group), `${digest(stream)}.jsonl`);

  const summaryOf = (file: string) => {
    let summary = summaries.get(file);
    if (summary === undefined) {
      cutTornLine(file);
      summary = summarize(readEvents(file));
      summaries.set(file, summary);
    }
    return summary;
  };

  return {
    append(address, events) {
      if (events.length === 0) return;
      const file = fileOf(address);
      const before = summaryOf(file);
      mkdirSync(path.dirname(file), { recursive: true });
      appendFileSync(file, events.map(formatLine).join(''));
      summaries.set(file, summarize(events, before));
    },
    read(address, range) {
      const file = fileOf(address);
      const summary = summaryOf(file);
      const after = range?.startMs;
      if (after !== undefined && (summary.lastEventTimestampMs ?? Number.NEGATIVE_INFINITY) < after)
        return [];
      return selectEvents(readEvents(file), range);
    },
    summary: (address) => summaryOf(fileOf(address)),
    deleteStream(address) {
      const file = fileOf(address);
      rmSync(file, { force: true });
      summaries.delete(file);
    },
    deleteGroup(scope, group) {
      const folder = folderOf(scope, group);
      rmSync(folder, { recursive: true, force: true });
      for (const file of summaries.keys()) if (path.dirname(file) === folder) summaries.delete(file);
    },
  };
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 40);
}

function formatLine({ timestampMs, ingestionTimeMs, message }: LogEvent): string {
  return `${JSON.stringify([timestampMs, ingestionTimeMs, message] satisfies Line)}\n`;
}

function readEvents(file: string): StoredLogEvent[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((text, position) => {
      const [timestampMs, ingestionTimeMs, message] = JSON.parse(text) as Line;
      return { timestampMs, ingestionTimeMs, message, position };
    });
}

function cutTornLine(file: string): void {
  if (!existsSync(file)) return;
  const content = readFileSync(file);
  const end = content.lastIndexOf(0x0a) + 1;
  if (end < content.length) truncateSync(file, end);
}
