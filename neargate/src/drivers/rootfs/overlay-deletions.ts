import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';

/** What the upper folder of an overlay mount says about its layers, as paths relative to the root. */
export interface UpperFolder {
  /** Folders that both have, the root among them as an empty path: something may be deleted in them. */
  readonly shared: readonly string[];
  /** Folders of the layers that something else has taken the place of. */
  readonly replaced: readonly string[];
}

/** Mount points of every root file system: nothing in them belongs to the layers. */
const runtimeFolders = new Set(['.neargate', 'proc', 'dev', 'sys']);

export function readUpperFolder(layers: readonly string[], upper: string): UpperFolder {
  const shared: string[] = [];
  const replaced: string[] = [];
  const visit = (relative: string) => {
    if (!layers.some((layer) => isFolder(path.join(layer, relative)))) return;
    shared.push(relative);
    for (const entry of readdirSync(path.join(upper, relative), { withFileTypes: true })) {
      if (relative === '' && runtimeFolders.has(entry.name)) continue;
      const child = path.posix.join(relative, entry.name);
      if (entry.isDirectory()) visit(child);
      else if (!isDeletionMark(entry) && layers.some((layer) => isFolder(path.join(layer, child))))
        replaced.push(child);
    }
  };
  visit('');
  return { shared, replaced };
}

/**
 * The paths of the layers that are gone where the overlay is mounted.
 * @param mounted the paths directly in the shared folders, as they are where it is mounted
 */
export function deletedPaths(
  layers: readonly string[],
  { shared, replaced }: UpperFolder,
  mounted: ReadonlySet<string>,
): readonly string[] {
  const deleted = shared.flatMap((folder) => {
    const names = new Set(layers.flatMap((layer) => namesIn(path.join(layer, folder))));
    return [...names].map((name) => path.posix.join(folder, name)).filter((file) => !mounted.has(file));
  });
  return [...replaced, ...deleted].toSorted();
}

/** A character device; of the layers' own there are none, since they are written by ordinary means. */
function isDeletionMark(entry: Dirent): boolean {
  return entry.isCharacterDevice();
}

function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function namesIn(folder: string): readonly string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}
