import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

export interface CachePlace {
  /** What the buildspec says. */
  readonly pattern: string;
  /** The folder or file that is kept; absent when the path is outside of the build, where it stays by itself. */
  readonly absolute?: string;
}

/**
 * What the paths under `cache` name: `node_modules/**\/*`, `.cache/*` and `.cache` all keep the folder. `~` and `/root` are the
 * build's own home.
 */
export function cachePlaces(
  patterns: readonly string[],
  { sourceDirectory, home }: { readonly sourceDirectory: string; readonly home: string },
): readonly CachePlace[] {
  return patterns.map((pattern) => {
    const place = pattern
      .replace(/\/+$/, '')
      .replace(/(?:\/\*\*)?\/\*$|\/\*\*$/, '')
      .replace(/^(?:~|\/root)(?=\/|$)/, home);
    const absolute = path.resolve(sourceDirectory, place);
    const isInside = [sourceDirectory, home].some((root) => absolute.startsWith(`${root}/`));
    return isInside && !/[*?[{]/.test(place) ? { pattern, absolute } : { pattern };
  });
}

/**
 * Moves what was kept into a new build; two builds at the same time never share it: the first has it. What is already there,
 * such as a folder of the source, is left alone.
 */
export function takeFromCache(cacheDirectory: string, places: readonly CachePlace[]): readonly string[] {
  return places.flatMap(({ pattern, absolute }) => {
    const kept = path.join(cacheDirectory, nameOf(pattern));
    if (absolute === undefined || existsSync(absolute)) return [];
    mkdirSync(path.dirname(absolute), { recursive: true });
    return moved(kept, absolute) ? [pattern] : [];
  });
}

/** Moves what a build has made into the cache, in place of what is there. Paths that do not exist are ignored, as on AWS. */
export function putIntoCache(cacheDirectory: string, places: readonly CachePlace[]): readonly string[] {
  return places.flatMap(({ pattern, absolute }) => {
    if (absolute === undefined || !existsSync(absolute)) return [];
    mkdirSync(cacheDirectory, { recursive: true });
    const kept = path.join(cacheDirectory, nameOf(pattern));
    rmSync(kept, { recursive: true, force: true });
    return moved(absolute, kept) ? [pattern] : [];
  });
}

function nameOf(pattern: string): string {
  return createHash('sha256').update(pattern).digest('hex').slice(0, 20);
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    // Not there, or taken by another build meanwhile: a cache may be missing at any time.
    return false;
  }
}
