import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** What of the host's own system an image without one is shown. */
export interface HostDirectories {
  /** Folders shown read-only (writes go to the image), by their absolute path, which is the same inside. */
  readonly directories: readonly string[];
  /** Top-level symbolic links such as /bin → usr/bin. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** The folder of the Node that runs Neargate, which stands in for the Node of `node:*` images. */
  readonly nodeBinDirectory: string;
}

const systemDirectories = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix'];

/** Finds the folders that hold this machine's programs, their libraries and its Node. */
export function hostDirectories(execPath: string = process.execPath): HostDirectories {
  const directories: string[] = [];
  const links: { path: string; target: string }[] = [];
  for (const candidate of systemDirectories) {
    if (!existsSync(candidate)) continue;
    if (lstatSync(candidate).isSymbolicLink())
      links.push({ path: candidate, target: readlinkSync(candidate) });
    else directories.push(candidate);
  }
  const nodeBinDirectory = path.dirname(realpathSync(execPath));
  const nodePrefix = path.dirname(nodeBinDirectory);
  if (!directories.some((directory) => isBelow(nodePrefix, directory))) {
    // A Node outside an installation prefix (a lone binary in a project folder) must not expose what lies around it.
    directories.push(path.basename(nodeBinDirectory) === 'bin' ? nodePrefix : nodeBinDirectory);
  }
  return { directories, links, nodeBinDirectory };
}

/** Whether `candidate` is `directory` or inside it. Both are absolute and normalized. */
export function isBelow(candidate: string, directory: string): boolean {
  return candidate === directory || candidate.startsWith(directory === '/' ? '/' : `${directory}/`);
}
