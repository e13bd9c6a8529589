import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hostsText, writeHostsFile } from './hosts-file.ts';

it('lists names in lower case and in order, with a port where it differs', () => {
  const text = hostsText([
    { name: 'Users.rds.amazonaws.com', address: '127.1.0.4' },
    { name: 'orders.rds.amazonaws.com', address: '127.0.0.1', port: 40_001 },
  ]);
  expect(Object.entries(JSON.parse(text) as object)).toEqual([
    ['orders.rds.amazonaws.com', '127.0.0.1:40001'],
    ['users.rds.amazonaws.com', '127.1.0.4'],
  ]);
});

it('replaces the file and leaves nothing beside it', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-hosts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'network/hosts.json');
  writeHostsFile(file, '{}');
  writeHostsFile(file, '{"a":"b"}');
  expect(readFileSync(file, 'utf8')).toBe('{"a":"b"}');
  expect(readdirSync(path.dirname(file))).toEqual(['hosts.json']);
});
