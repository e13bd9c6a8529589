import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ZipEntry } from '../zip/write-zip.ts';
import { cleanPath, filePattern, hasWildcard } from './file-patterns.ts';

export interface FileSelection {
  readonly files: readonly string[];
  /** Relative to the source directory; may have wildcards. The source directory itself when absent. */
  readonly baseDirectory?: string;
  readonly excludePaths: readonly string[];
  readonly discardPaths: boolean;
  /** Keeps links as they are instead of what they point to. */
  readonly enableSymlinks: boolean;
}

/** Why nothing can be made of a selection, in CodeBuild's words. */
export class NoFilesError extends Error {
  override readonly name = 'NoFilesError';
}

const symbolicLink = 0o120_777;

/**
 * The files of an artifact with their permissions, sorted by path. `say` gets the lines that CodeBuild logs on the way.
 * @throws NoFilesError when no base directory or no file is there
 */
export function collectFiles(
  sourceDirectory: string,
  selection: FileSelection,
  say: (line: string) => void,
): readonly ZipEntry[] {
  const base = selection.baseDirectory ?? '.';
  say(`Expanding base directory path: ${base}`);
  const directories = baseDirectories(sourceDirectory, base);
  say('Assembling file list');
  say(`Expanding ${base}`);
  if (directories.length === 0) throw new NoFilesError(`no matching base directory path found for ${base}`);
  say(`Expanding file paths for base directory ${base}`);
  say('Assembling file list');
  const excluded = selection.excludePaths.map(filePattern);
  const found = new Map<string, string>();
  for (const pattern of selection.files) {
    say(`Expanding ${pattern}`);
    const matches = directories.flatMap((directory) => matching(directory, pattern));
    const kept = matches.filter(({ relative }) => !excluded.some((matches_) => matches_(relative)));
    if (kept.length === 0) say(`Skipping invalid file path ${pattern}`);
    for (const { relative, absolute } of kept) {
      const name = selection.discardPaths ? path.basename(relative) : relative;
      if (!found.has(name)) found.set(name, absolute);
    }
  }
  if (found.size === 0) throw new NoFilesError('no matching artifact paths found');
  say(`Found ${found.size} file(s)`);
  return [...found]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, absolute]) => entryOf(name, absolute, selection.enableSymlinks));
}

interface Match {
  readonly relative: string;
  readonly absolute: string;
}

/** The directories that a base directory names; those of a pattern in the order of their names. */
function baseDirectories(sourceDirectory: string, base: string): readonly string[] {
  if (!hasWildcard(base)) {
    const directory = path.resolve(sourceDirectory, base);
    return isDirectory(directory) ? [directory] : [];
  }
  const matches = filePattern(base);
  return [...walk(sourceDirectory, '', 'directories')]
    .filter(({ relative }) => matches(relative))
    .map(({ absolute }) => absolute);
}

function matching(directory: string, pattern: string): readonly Match[] {
  if (!hasWildcard(pattern)) {
    const absolute = path.resolve(directory, pattern);
    if (!isFile(absolute)) return [];
    const relative = cleanPath(pattern);
    // A path that leads outside is kept under its own name, as it has no place inside.
    const isInside = !path.isAbsolute(pattern) && !relative.split('/').includes('..');
    return [{ relative: isInside ? relative : path.basename(relative), absolute }];
  }
  const matches = filePattern(pattern);
  return [...walk(directory, '', 'files')].filter(({ relative }) => matches(relative));
}

/** Goes through a directory by name. Links to directories are followed once, never into themselves. */
function* walk(
  directory: string,
  prefix: string,
  kind: 'files' | 'directories',
  above: readonly string[] = [],
): Generator<Match> {
  const real = realpathSync(directory);
  if (above.includes(real)) return;
  const entries = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const absolute = path.join(directory, entry.name);
    const relative = prefix + entry.name;
    const leadsOn = entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(absolute));
    if (leadsOn) {
      if (kind === 'directories') yield { relative, absolute };
      yield* walk(absolute, `${relative}/`, kind, [...above, real]);
    } else if (kind === 'files' && (entry.isFile() || isFile(absolute))) {
      yield { relative, absolute };
    }
  }
}

function entryOf(name: string, absolute: string, enableSymlinks: boolean): ZipEntry {
  const link = lstatSync(absolute);
  if (enableSymlinks && link.isSymbolicLink())
    return { path: name, mode: symbolicLink, content: Buffer.from(readlinkSync(absolute)) };
  return { path: name, mode: statSync(absolute).mode, content: readFileSync(absolute) };
}

function isDirectory(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
