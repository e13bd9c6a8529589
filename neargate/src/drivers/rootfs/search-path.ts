import { realpathSync } from 'node:fs';

import { hostDirectories } from './host-directories.ts';
import type { Rootfs, RootfsView } from './rootfs.ts';

/** The PATH of a container whose image sets none (Docker's default). */
export const defaultSearchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The search path with which `node` means the Node that runs Neargate: it stands in for the one of `node:*` images, and
 * a machine may have another one installed. An image with its own operating system is left alone.
 */
export function searchPathWithHostNode(rootfs: Rootfs, view: RootfsView, searchPath: string): string {
  if (!view.hostBase) return searchPath;
  const found = rootfs.findExecutable(view, 'node', searchPath, '/');
  if (found !== undefined && realpathSync(found) === realpathSync(process.execPath)) return searchPath;
  return `${hostDirectories().nodeBinDirectory}:${searchPath}`;
}
