import path from 'node:path';
import type { KeptSource } from '../../drivers/build/kept-source.ts';
import type { ProvisionedBuild } from './prepare-build.ts';

type Build = Pick<ProvisionedBuild, 'environment' | 'scope' | 'record' | 'directory'>;

/** Where the primary source of a project is kept from one build to the next, for a quicker unpacking. */
export function keptSource({ environment, scope, record, directory }: Build): KeptSource {
  const { projectName } = record.row();
  return {
    place: path.join(environment.cacheDirectory, 'sources', ...scope.split('/'), projectName),
    record: path.join(directory, 'source.json'),
  };
}
