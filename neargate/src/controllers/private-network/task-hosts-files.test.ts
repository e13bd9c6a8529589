import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { TaskHostsFiles } from './task-hosts-files.ts';

it('keeps a file for each task, writes what has changed and leaves nothing of others', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-hosts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(path.join(directory, 'of-an-earlier-process'));
  writeFileSync(path.join(directory, 'of-an-earlier-process/hosts.json'), '{}');
  const files = new TaskHostsFiles(directory);
  const entries = [{ name: 'a', address: '127.1.0.1' }];
  files.write(
    new Map([
      ['one', entries],
      ['two', entries],
    ]),
  );
  expect(readdirSync(directory)).toEqual(['one', 'two']);
  expect(JSON.parse(readFileSync(files.pathOf('two'), 'utf8'))).toEqual({ a: '127.1.0.1' });
  const before = statSync(files.pathOf('two')).ino;
  files.write(new Map([['two', [{ name: 'a', address: '127.1.0.1' }]]]));
  expect(readdirSync(directory)).toEqual(['two']);
  expect(statSync(files.pathOf('two')).ino).toBe(before);
  files.write(new Map([['two', []]]));
  expect(readFileSync(files.pathOf('two'), 'utf8')).toBe('{}\n');
  expect(readdirSync(path.join(directory, 'two'))).toEqual(['hosts.json']);
});
