import type { ContainerDefinition, Volume } from '@aws-sdk/client-ecs';
import { TaskStartError } from './environment.ts';

export interface MountedVolume {
  readonly volumeName: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/**
 * The volumes that a container mounts: its own mount points, then those of the containers in `volumesFrom`. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 * @throws TaskStartError for volumes that are not bind mounts
 */
export function mountedVolumes(
  volumes: readonly Volume[],
  definitions: readonly ContainerDefinition[],
  container: ContainerDefinition,
): readonly MountedVolume[] {
  const own = mountPointsOf(container, false);
  const others = (container.volumesFrom ?? []).flatMap(({ sourceContainer, readOnly }) => {
    const source = definitions.find(({ name }) => name === sourceContainer);
    return source === undefined ? [] : mountPointsOf(source, readOnly === true);
  });
  const mounted = [...own, ...others];
  for (const { volumeName } of mounted) refuseForeign(volumes.find(({ name }) => name === volumeName));
  return mounted;
}

function mountPointsOf({ mountPoints }: ContainerDefinition, readOnly: boolean): readonly MountedVolume[] {
  return (mountPoints ?? []).flatMap(({ sourceVolume, containerPath, readOnly: ownReadOnly }) =>
    sourceVolume === undefined || containerPath === undefined
      ? []
      : { volumeName: sourceVolume, containerPath, readOnly: readOnly || ownReadOnly === true },
  );
}

/** What a volume of another kind would hold is not on this machine: an empty folder in its place would be a lie. */
function refuseForeign(volume: Volume | undefined): void {
  const kind =
    volume?.efsVolumeConfiguration !== undefined
      ? 'an EFS file system'
      : volume?.fsxWindowsFileServerVolumeConfiguration !== undefined
        ? 'an FSx file system'
        : volume?.configuredAtLaunch === true
          ? 'an EBS volume'
          : undefined;
  if (kind === undefined) return;
  throw new TaskStartError(
    `ResourceInitializationError: volume ${volume?.name} is ${kind}, which Neargate does not run. Use a bind mount (a volume with a name only) for local runs.`,
  );
}
