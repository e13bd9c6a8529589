import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { hasHostBase } from '../../image/image-config.ts';
import type { RootfsView } from '../../rootfs/rootfs.ts';
import type { ContainerSpec } from '../driver.ts';
import { curlSettings } from '../network/curl-settings.ts';
import { etcHostsOf } from '../network/etc-hosts.ts';
import { nodePreloadFile, nodePreloadPartFiles } from '../network/node-preload.ts';

/** Where the folder with curl's settings is inside the container. */
export const curlHome = '/.neargate/curl';

/** The files that a container sees. Makes the folders of it that lie in the container's own. */
export function containerView(spec: ContainerSpec): RootfsView {
  const writableDirectory = path.join(spec.tmpDir, 'files');
  const workDirectory = path.join(spec.tmpDir, 'work');
  const curlDirectory = curlDirectoryOf(spec);
  for (const directory of [writableDirectory, workDirectory, curlDirectory])
    mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(curlDirectory, '.curlrc'), curlSettings(spec.address, spec.ownNames?.table ?? {}));
  const hasHosts = spec.hostsFile !== undefined && existsSync(spec.hostsFile);
  const etcHostsFile = path.join(spec.tmpDir, 'hosts');
  if (hasHosts) writeFileSync(etcHostsFile, etcHostsOf(spec.hostsFile, spec.address));
  return {
    layers: spec.image.layers,
    writableDirectory,
    workDirectory,
    hostBase: hasHostBase(spec.image.config),
    binds: [
      { source: nodePreloadFile, target: '/.neargate/preload.cjs' },
      ...nodePreloadPartFiles.map((source) => ({ source, target: `/.neargate/${path.basename(source)}` })),
      { source: curlDirectory, target: curlHome },
      // The folder, not the file: a file that is replaced by a rename would stay the old one inside.
      ...(spec.hostsFile === undefined
        ? []
        : [{ source: path.dirname(spec.hostsFile), target: '/.neargate/network' }]),
      ...(spec.volumes ?? []).map(({ directory, containerPath, readOnly }) => ({
        source: directory,
        target: path.posix.normalize(containerPath).replace(/(.)\/$/, '$1'),
        readOnly,
      })),
    ],
    ...(hasHosts ? { etcHostsFile } : {}),
    readOnly: spec.readOnlyRoot === true,
  };
}

export function curlDirectoryOf(spec: ContainerSpec): string {
  return path.join(spec.tmpDir, 'curl');
}
