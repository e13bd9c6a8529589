import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

import { listNames, lookUp, type LayeredFile, type LayerRoot } from '../rootfs/layered-files.ts';
import { patternRegExp } from './dockerignore.ts';

/** Where COPY takes files from: the build context, or another stage's or image's files. */
export interface CopySource {
  readonly roots: readonly LayerRoot[];
  /** Whether a path (relative to the root) belongs to the source; .dockerignore decides for the context. */
  readonly includes: (relative: string) => boolean;
}

export interface CopyEntry {
  readonly source: LayeredFile;
  /** Absolute path in the image. */
  readonly target: string;
}

export class CopySourceMissing extends Error {
  override readonly name = 'CopySourceMissing';
}

/**
 * Lists what COPY copies, parents first. A folder's content is copied, not the folder; a file goes into the
 * destination when that is a folder, else it becomes the destination.
 * Source: https://docs.docker.com/reference/dockerfile/#copy
 * @param destination absolute; `destinationIsFolder` when it ends with a slash or exists as one
 * @throws CopySourceMissing when a source matches nothing
 */
export function planCopy(
  source: CopySource,
  patterns: readonly string[],
  destination: string,
  destinationIsFolder: boolean,
): CopyEntry[] {
  const entries: CopyEntry[] = [];
  for (const pattern of patterns) {
    const matches = matchPattern(source, pattern);
    if (matches.length === 0) throw new CopySourceMissing(`"/${pattern.replace(/^\.?\//, '')}": not found`);
    for (const match of matches) {
      if (match.stats.isDirectory()) addFolder(source, match, destination, entries);
      else {
        const name = path.posix.basename(match.imagePath);
        entries.push({
          source: match,
          target: destinationIsFolder ? path.posix.join(destination, name) : destination,
        });
      }
    }
  }
  return entries;
}

/** A digest of names, modes and content of what will be copied. Times do not count. */
export function hashEntries(entries: readonly CopyEntry[]): string {
  const hash = createHash('sha256');
  for (const { source, target } of entries) {
    const { stats, hostPath } = source;
    hash.update(JSON.stringify([target, stats.mode]));
    if (stats.isSymbolicLink()) hash.update(readlinkSync(hostPath));
    else if (stats.isFile()) hash.update(readFileSync(hostPath));
    hash.update('\0');
  }
  return hash.digest('hex');
}

function matchPattern(source: CopySource, pattern: string): LayeredFile[] {
  const parts = path.posix
    .normalize(`/${pattern}`)
    .split('/')
    .filter((part) => part !== '');
  let candidates = ['/'];
  for (const part of parts) {
    const isPattern = /[*?[\\]/.test(part);
    const expression = patternRegExp(part);
    candidates = candidates.flatMap((folder) =>
      isPattern
        ? listNames(source.roots, lookUp(source.roots, folder)?.imagePath ?? folder)
            .filter((name) => expression.test(name))
            .map((name) => path.posix.join(folder, name))
        : [path.posix.join(folder, part)],
    );
  }
  return candidates.flatMap((candidate) => {
    if (candidate !== '/' && !source.includes(candidate.slice(1))) {
      // An ignored folder may hold files that a later rule brings back.
      const folder = lookUp(source.roots, candidate);
      return folder?.stats.isDirectory() === true && holdsIncluded(source, folder.imagePath) ? [folder] : [];
    }
    const file = lookUp(source.roots, candidate);
    return file === undefined ? [] : [file];
  });
}

function holdsIncluded(source: CopySource, folder: string): boolean {
  return listNames(source.roots, folder).some((name) => {
    const child = path.posix.join(folder, name);
    if (source.includes(child.slice(1))) return true;
    const file = lookUp(source.roots, child, { followLast: false });
    return file?.stats.isDirectory() === true && holdsIncluded(source, child);
  });
}

function addFolder(source: CopySource, folder: LayeredFile, target: string, entries: CopyEntry[]): void {
  entries.push({ source: folder, target });
  for (const name of listNames(source.roots, folder.imagePath)) {
    const child = path.posix.join(folder.imagePath, name);
    const file = lookUp(source.roots, child, { followLast: false });
    if (file === undefined) continue;
    const childTarget = path.posix.join(target, name);
    if (file.stats.isDirectory()) {
      if (source.includes(child.slice(1)) || holdsIncluded(source, child))
        addFolder(source, file, childTarget, entries);
    } else if (source.includes(child.slice(1))) {
      entries.push({ source: file, target: childTarget });
    }
  }
}
