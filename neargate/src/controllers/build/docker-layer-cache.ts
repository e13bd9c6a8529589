import path from 'node:path';
import { codebuildTables } from '../../services/codebuild/store.ts';
import type { ProvisionedBuild } from './prepare-build.ts';

type Build = Pick<ProvisionedBuild, 'environment' | 'scope' | 'record' | 'directory'>;

/**
 * What tells the `docker` of a build which layers of earlier builds it may use: those that this machine has when the project has a
 * LOCAL cache with LOCAL_DOCKER_LAYER_CACHE, until InvalidateProjectCache; else none, and its own go with the build.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html
 */
export function dockerLayerCache({ environment, scope, record, directory }: Build): Record<string, string> {
  const { settings, projectName } = record.row();
  const { type, modes = [] } = settings.cache;
  if (type !== 'LOCAL' || !modes.includes('LOCAL_DOCKER_LAYER_CACHE'))
    return { NEARGATE_LAYER_CACHE: path.join(directory, 'layers') };
  const project = codebuildTables(environment.store, scope).projects.get(projectName);
  const invalidatedAtMs = project?.cacheInvalidatedAtMs;
  return invalidatedAtMs === undefined ? {} : { NEARGATE_LAYER_CACHE_SINCE: String(invalidatedAtMs) };
}
