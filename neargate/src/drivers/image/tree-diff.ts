import { lstatSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What a folder tree held at one moment: relative path → all that changes when the file does. */
export type TreeSnapshot = ReadonlyMap<string, { readonly isDirectory: boolean; readonly version: string }>;

/** The folders that every container gets for itself: never part of an image. */
const runtimeFolders = new Set(['.neargate', 'proc', 'dev', 'sys']);

/** Lists a tree. Devices and sockets (which is how overlayfs marks deleted files of the host) are left out. */
export function snapshotTree(directory: string): TreeSnapshot {
  const entries = new Map<string, { isDirectory: boolean; version: string }>();
  const visit = (relative: string) => {
    for (const name of readdirSync(path.join(directory, relative))) {
      if (relative === '' && runtimeFolders.has(name)) continue;
      const child = relative === '' ? name : `${relative}/${name}`;
      const stats = lstatSync(path.join(directory, child));
      if (stats.isDirectory()) {
        // A folder's times change with its content, which is compared anyway.
        entries.set(child, {
          isDirectory: true,
          version: `${stats.ino}:${stats.mode}:${stats.uid}:${stats.gid}`,
        });
        visit(child);
      } else if (stats.isFile() || stats.isSymbolicLink()) {
        const version = `${stats.ino}:${stats.mode}:${stats.uid}:${stats.gid}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
        entries.set(child, { isDirectory: false, version });
      }
    }
  };
  visit('');
  return entries;
}

export interface TreeChanges {
  /** New and changed paths, parents first. */
  readonly changed: readonly string[];
  /** Paths that are gone, without those below another one that is gone. */
  readonly deleted: readonly string[];
}

export function compareTrees(before: TreeSnapshot, after: TreeSnapshot): TreeChanges {
  const changed = [...after]
    .filter(([file, entry]) => before.get(file)?.version !== entry.version)
    .map(([file]) => file);
  const deleted = [...before.keys()].filter((file) => !after.has(file));
  const gone = new Set(deleted);
  return {
    changed: changed.toSorted(),
    deleted: deleted.filter((file) => !gone.has(path.posix.dirname(file))).toSorted(),
  };
}

/**
 * Moves the changed paths from one tree to another. Folders that are new as a whole move in one step.
 * @param isOld whether a folder was there before
 * @param makeParent creates a folder that exists below in the target, with the attributes it has there
 */
export async function moveChanges(
  changes: TreeChanges,
  isOld: (relative: string) => boolean,
  source: string,
  target: string,
  makeParent: (relative: string) => Promise<void>,
): Promise<void> {
  let movedFolder: string | undefined;
  for (const file of changes.changed) {
    if (movedFolder !== undefined && file.startsWith(`${movedFolder}/`)) continue;
    const from = path.join(source, file);
    const isDirectory = lstatSync(from).isDirectory();
    if (isDirectory && isOld(file)) {
      await makeParent(file);
      continue;
    }
    if (path.posix.dirname(file) !== '.') await makeParent(path.posix.dirname(file));
    await rename(from, path.join(target, file));
    if (isDirectory) movedFolder = file;
  }
}

/** Moves a file, also from one file system to another. */
export async function moveFile(source: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  try {
    await rename(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(source, target);
    await rm(source);
  }
}
