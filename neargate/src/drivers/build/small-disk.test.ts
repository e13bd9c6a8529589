import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mountSmallDisk, releaseDisks, smallDiskObstacle, smallDisks } from './small-disk.ts';

it('finds small disks in the table of mounts, blanks and all', () => {
  const mounts = [
    'tmpfs /run tmpfs rw 0 0',
    String.raw`neargate-small-disk /tmp/with\040blank/b tmpfs rw,size=1024k 0 0`,
  ].join('\n');
  expect(smallDisks(mounts)).toEqual(['/tmp/with blank/b']);
});

describe.runIf(smallDiskObstacle() === undefined)('a small disk', () => {
  it('runs out of space, and is gone with what was on it when it is released', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'neargate small disk '));
    onTestFinished(() => {
      releaseDisks(directory);
      rmSync(directory, { recursive: true });
    });
    mountSmallDisk(directory, 1);
    const file = path.join(directory, 'file');
    expect(() => writeFileSync(file, Buffer.alloc(2 * 1024 * 1024))).toThrow(/ENOSPC/);
    releaseDisks(directory);
    writeFileSync(file, Buffer.alloc(2 * 1024 * 1024));
  });
});
