import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildDirectoryFor } from './build-directory.ts';

const isRoot = process.getuid?.() === 0;

function folder(mode: number): string {
  const made = mkdtempSync(path.join(tmpdir(), 'neargate-directory-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  chmodSync(made, mode);
  return made;
}

describe('buildDirectoryFor', () => {
  it('is below the state directory where everybody may enter it', () => {
    const builds = path.join(folder(0o755), 'state/builds');
    expect(buildDirectoryFor(builds)).toBe(builds);
  });

  it.runIf(isRoot)('is outside of a folder that only root may enter', () => {
    const builds = path.join(folder(0o700), 'state/builds');
    const directory = buildDirectoryFor(builds);
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    expect(directory).toMatch(/neargate-builds-[0-9a-f]{12}$/);
    expect(buildDirectoryFor(builds)).toBe(directory);
  });

  it.runIf(!isRoot)(
    'is below the state directory for an ordinary user, whose builds never change user',
    () => {
      const builds = path.join(folder(0o700), 'state/builds');
      expect(buildDirectoryFor(builds)).toBe(builds);
    },
  );
});
