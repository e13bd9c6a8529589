import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Why folders cannot be given a disk of their own here; undefined when they can. Found out by giving one.
 * It takes Linux and the right to mount: a file system of its own is what really runs out of space.
 */
export function smallDiskObstacle(): string | undefined {
  if (process.platform !== 'linux') return `${process.platform} has no tmpfs`;
  if (process.getuid?.() !== 0) return 'only root may mount a small disk';
  const probe = mkdtempSync(path.join(tmpdir(), 'neargate-disk-'));
  try {
    mountSmallDisk(probe, 1);
    releaseDisks(probe);
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted: ${(error as Error).message.trim()}`;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/**
 * Puts a disk of `sizeMib` MiB, in memory, at an empty folder. What does not fit fails with ENOSPC.
 * @throws Error with what the system said
 */
export function mountSmallDisk(directory: string, sizeMib: number): void {
  execFileSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${sizeMib}m,mode=711`, 'neargate-small-disk', directory],
    {
      stdio: 'pipe',
    },
  );
}

/** Takes away the disks at and below a folder, with what is on them; those of an earlier process, too. */
export function releaseDisks(directory: string): void {
  if (process.platform !== 'linux') return;
  const below = smallDisks(readFileSync('/proc/self/mounts', 'utf8')).filter(
    (place) => place === directory || place.startsWith(`${directory}/`),
  );
  // Lazily: a program that hangs in it must not keep the folder.
  for (const place of below) execFileSync('umount', ['-l', place], { stdio: 'pipe' });
}

/** Where small disks are, by the system's table of mounts (proc(5): blanks and the like are written in octal). */
export function smallDisks(mounts: string): readonly string[] {
  return mounts
    .split('\n')
    .filter((line) => line.startsWith('neargate-small-disk '))
    .map((line) =>
      (line.split(' ')[1] ?? '').replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCodePoint(Number.parseInt(octal, 8)),
      ),
    );
}
