import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostDirectories } from './host-directories.ts';
import { writeHostSkeleton } from './host-skeleton.ts';

const host: HostDirectories = {
  directories: ['/usr'],
  links: [{ path: '/bin', target: 'usr/bin' }],
  nodeBinDirectory: '/usr/bin',
};

let folder: string;
let skeleton: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'neargate-skeleton-'));
  skeleton = path.join(folder, 'skeleton');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was written from the same files is not written again', () => {
  writeHostSkeleton(skeleton, host);
  const { ino } = statSync(skeleton);
  writeHostSkeleton(skeleton, host);
  expect(statSync(skeleton).ino).toBe(ino);
  expect(existsSync(path.join(skeleton, 'var/tmp'))).toBe(true);
});

test('other host directories, or a write that was broken off, make it anew', () => {
  writeHostSkeleton(skeleton, host);
  writeHostSkeleton(skeleton, { ...host, directories: ['/usr', '/extra'] });
  expect(existsSync(path.join(skeleton, 'extra'))).toBe(true);

  writeFileSync(path.join(skeleton, 'etc/hosts'), 'half');
  rmSync(`${skeleton}.stamp`);
  writeHostSkeleton(skeleton, { ...host, directories: ['/usr', '/extra'] });
  expect(readFileSync(path.join(skeleton, 'etc/hosts'), 'utf8')).not.toBe('half');
});
