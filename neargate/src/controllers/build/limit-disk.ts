import { mountSmallDisk } from '../../drivers/build/small-disk.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import { faultsOfKind } from '../../services/faults/store.ts';
import type { BuildEnvironment } from './environment.ts';

/**
 * Gives a build's folder a disk as small as a fault asks for, if one does.
 * @throws Error when it cannot: a build must not go on as if its disk were small
 */
export function limitDisk(
  { store }: Pick<BuildEnvironment, 'store'>,
  scope: string,
  { projectName }: Pick<BuildRow, 'projectName'>,
  directory: string,
): void {
  const found = faultsOfKind(store, scope, 'build-disk').find(
    ({ fault }) => fault.projectName === projectName,
  );
  if (found === undefined) return;
  try {
    mountSmallDisk(directory, found.fault.sizeMib);
  } catch (error) {
    throw new Error(`${found.faultId} asks for a small disk: ${(error as Error).message.trim()}`, {
      cause: error,
    });
  }
}
