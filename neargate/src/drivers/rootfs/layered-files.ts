import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import path from 'node:path';

import { isBelow } from './host-directories.ts';

/** A file of a stack of folders, as a program inside would see it. */
export interface LayeredFile {
  /** Absolute path inside, with all symbolic links resolved. */
  readonly imagePath: string;
  readonly hostPath: string;
  readonly stats: Stats;
}

/** A folder of the stack. `only` limits it to paths below the given ones. */
export interface LayerRoot {
  readonly directory: string;
  readonly only?: readonly string[];
  /** Paths that this folder deletes from those below it. */
  readonly deletes?: readonly string[];
}

const symlinkLimit = 40;

/**
 * Looks `imagePath` up in a stack of folders (lowest first) that together make a root file system. Symbolic links
 * are followed inside the stack, never out of it.
 * @returns undefined when no folder of the stack has it
 */
export function lookUp(
  roots: readonly LayerRoot[],
  imagePath: string,
  options: { followLast?: boolean } = {},
): LayeredFile | undefined {
  const followLast = options.followLast ?? true;
  const pending = imagePath.split('/').filter((part) => part !== '');
  let current = '/';
  let found = findTopmost(roots, '/');
  let followed = 0;
  while (pending.length > 0) {
    const part = pending.shift();
    if (part === undefined || part === '.') continue;
    current = path.posix.normalize(path.posix.join(current, part));
    found = findTopmost(roots, current);
    if (found === undefined) return undefined;
    if (found.stats.isSymbolicLink() && (pending.length > 0 || followLast)) {
      followed += 1;
      if (followed > symlinkLimit) return undefined;
      const target = readlinkSync(found.hostPath);
      pending.unshift(...target.split('/').filter((piece) => piece !== ''));
      current = target.startsWith('/') ? '/' : path.posix.dirname(current);
      found = findTopmost(roots, current);
    }
  }
  return found;
}

/** The names in a folder of the stack, merged over all its layers, sorted. */
export function listNames(roots: readonly LayerRoot[], imagePath: string): string[] {
  const names = new Set<string>();
  for (const root of roots) {
    if (!covers(root, imagePath)) continue;
    const hostPath = path.join(root.directory, imagePath);
    if (statOrUndefined(hostPath)?.isDirectory() === true) {
      for (const name of readdirSync(hostPath)) names.add(name);
    }
  }
  return [...names].toSorted();
}

/** Finds the executable that `name` means with the given search path, as execvp does. */
export function findExecutableFile(
  roots: readonly LayerRoot[],
  name: string,
  searchPath: string,
  workingDirectory: string,
): LayeredFile | undefined {
  const candidates = name.includes('/')
    ? [path.posix.resolve(workingDirectory, name)]
    : searchPath.split(':').map((directory) => path.posix.resolve(workingDirectory, directory, name));
  for (const candidate of candidates) {
    const file = lookUp(roots, candidate);
    if (file !== undefined && file.stats.isFile() && (file.stats.mode & 0o111) !== 0) return file;
  }
  return undefined;
}

function findTopmost(roots: readonly LayerRoot[], imagePath: string): LayeredFile | undefined {
  for (const root of roots.toReversed()) {
    if (!covers(root, imagePath)) continue;
    const hostPath = path.join(root.directory, imagePath);
    const stats = statOrUndefined(hostPath);
    // A character device 0:0 is how overlayfs marks a file as deleted.
    if (stats?.isCharacterDevice() === true && stats.rdev === 0) return undefined;
    if (stats !== undefined) return { imagePath, hostPath, stats };
    if (root.deletes?.some((deleted) => isBelow(imagePath, deleted)) === true) return undefined;
  }
  return undefined;
}

function covers(root: LayerRoot, imagePath: string): boolean {
  return (
    root.only === undefined ||
    root.only.some(
      (top) => imagePath === top || imagePath.startsWith(`${top}/`) || `${top}/`.startsWith(`${imagePath}/`),
    )
  );
}

function statOrUndefined(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}
