import path from 'node:path';
import {
  type CachePlace,
  cachePlaces,
  putIntoCache,
  takeFromCache,
} from '../../drivers/build/local-cache.ts';
import type { Buildspec } from '../../services/codebuild/buildspec/buildspec.ts';
import { codebuildTables } from '../../services/codebuild/store.ts';
import type { ProvisionedBuild } from './prepare-build.ts';

type Build = Pick<ProvisionedBuild, 'environment' | 'scope' | 'record' | 'log'>;

/**
 * Puts what an earlier build of the project left under the buildspec's cache paths into this one, and says which paths are to
 * be kept at its end.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html
 */
export function restoreCache(
  build: Build,
  { cachePaths }: Buildspec,
  roots: { readonly sourceDirectory: string; readonly home: string },
): readonly CachePlace[] {
  const { log, record } = build;
  if (cachePaths.length === 0) {
    log.say('Cache is not defined in the buildspec');
    log.say('Skip cache due to: no paths specified to be cached');
    return [];
  }
  const { type, modes = [] } = record.row().settings.cache;
  const isKept = type === 'S3' || (type === 'LOCAL' && modes.includes('LOCAL_CUSTOM_CACHE'));
  if (!isKept) {
    log.say('Skip cache due to: the project has no cache for paths of the buildspec');
    return [];
  }
  if (type === 'S3') log.say('Neargate keeps the cache on this machine, not in S3.');
  const places = cachePlaces(cachePaths, roots);
  for (const { pattern, absolute } of places) {
    if (absolute === undefined) log.say(`Skipping cache path ${pattern}: it is outside of the build`);
  }
  for (const pattern of takeFromCache(cacheDirectory(build), places)) log.say(`Restored cache ${pattern}`);
  return places;
}

export function saveCache(build: Build, places: readonly CachePlace[]): void {
  for (const pattern of putIntoCache(cacheDirectory(build), places)) build.log.say(`Saved cache ${pattern}`);
}

/** A folder of its own after each InvalidateProjectCache. */
function cacheDirectory({ environment, scope, record }: Build): string {
  const { projectName } = record.row();
  const project = codebuildTables(environment.store, scope).projects.get(projectName);
  const folder = path.join(environment.cacheDirectory, 'builds', ...scope.split('/'), projectName);
  return path.join(folder, String(project?.cacheInvalidatedAtMs ?? 0));
}
