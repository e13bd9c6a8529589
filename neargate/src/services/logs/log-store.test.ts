import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileLogStore } from './file-log-store.ts';
import type { LogStore } from './log-store.ts';
import { memoryLogStore } from './memory-log-store.ts';

const address = { scope: '123456789012/us-east-1', group: '/ecs/user-service', stream: 'ecs/app/1' };
const event = (timestampMs: number, message: string) => ({
  timestampMs,
  ingestionTimeMs: timestampMs + 5,
  message,
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'neargate-logs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const implementations: [string, () => LogStore][] = [
  ['in memory', memoryLogStore],
  ['in files', () => fileLogStore(directory)],
];

describe.each(implementations)('a log store %s', (_name, open) => {
  it('reads events by timestamp within a half-open range', () => {
    const logs = open();
    logs.append(address, [event(30, 'third'), event(10, 'first\nsecond line'), event(20, 'second')]);
    expect(logs.read(address, { startMs: 10, endMs: 30 }).map(({ message }) => message)).toEqual([
      'first\nsecond line',
      'second',
    ]);
  });

  it('sums up a stream without reading it', () => {
    const logs = open();
    logs.append(address, [event(30, 'ab')]);
    logs.append(address, [event(10, 'é')]);
    expect(logs.summary(address)).toEqual({
      firstEventTimestampMs: 10,
      lastEventTimestampMs: 30,
      lastIngestionTimeMs: 35,
      eventCount: 2,
      storedBytes: 2 + 2 + 2 * 26,
    });
  });

  it('forgets the streams of a deleted group and no others', () => {
    const logs = open();
    const other = { ...address, group: '/ecs/user-service-2' };
    logs.append(address, [event(1, 'gone')]);
    logs.append(other, [event(1, 'kept')]);
    logs.deleteGroup(address.scope, address.group);
    expect(logs.read(address)).toEqual([]);
    expect(logs.summary(address).eventCount).toBe(0);
    expect(logs.read(other)).toHaveLength(1);
  });
});

describe('a log store in files', () => {
  it('keeps events across a restart and drops a line that a crash cut short', () => {
    fileLogStore(directory).append(address, [event(1, 'whole')]);
    const [folder = ''] = readdirSync(directory);
    const [file = ''] = readdirSync(path.join(directory, folder));
    appendFileSync(path.join(directory, folder, file), '[2,3,"half a li');
    const reopened = fileLogStore(directory);
    reopened.append(address, [event(4, 'after')]);
    expect(reopened.read(address).map(({ message }) => message)).toEqual(['whole', 'after']);
  });
});
