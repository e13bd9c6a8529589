import path from 'node:path';

import type { Rootfs, RootfsView } from '../../rootfs/rootfs.ts';
import { defaultSearchPath, searchPathWithHostNode } from '../../rootfs/search-path.ts';
import type { ContainerSpec } from '../driver.ts';
import { containerEnvironment } from '../command.ts';
import { curlDirectoryOf, curlHome } from './container-view.ts';
import { nodePreloadEnvironment, nodePreloadFile } from '../network/node-preload.ts';

/** By it the processes of a container are found, wherever they have moved. */
const markerVariable = 'NEARGATE_CONTAINER';

/** The environment of a container's programs: the image's, the task's, and what gives them the task's network. */
export function containerVariables(
  rootfs: Rootfs,
  spec: ContainerSpec,
  view: RootfsView,
  containerId: string,
): Record<string, string> {
  const inside = rootfs.name === 'namespace';
  const own = containerEnvironment(spec.image.config.config, spec.environment);
  const hostsFile =
    spec.hostsFile === undefined || !inside
      ? spec.hostsFile
      : `/.neargate/network/${path.basename(spec.hostsFile)}`;
  return {
    CURL_HOME: inside ? curlHome : curlDirectoryOf(spec),
    ...own,
    PATH: searchPathWithHostNode(rootfs, view, own['PATH'] ?? defaultSearchPath),
    ...nodePreloadEnvironment(inside ? '/.neargate/preload.cjs' : nodePreloadFile, {
      address: spec.address,
      hostsFile,
      names: spec.ownNames?.table,
      nodeOptions: own['NODE_OPTIONS'],
    }),
    [markerVariable]: containerId,
  };
}

export function markerOf(containerId: string): string {
  return `${markerVariable}=${containerId}`;
}
