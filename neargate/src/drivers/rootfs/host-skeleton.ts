import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import type { HostDirectories } from './host-directories.ts';
import { removeTree } from './remove-tree.ts';

/** What programs of the host need of its /etc: name resolution, certificates, library cache. No accounts, no keys. */
const hostEtcFiles = [
  'ld.so.cache',
  'nsswitch.conf',
  'services',
  'protocols',
  'gai.conf',
  'localtime',
  'mime.types',
];

/**
 * Writes the lowest layer of every root file system: the mount points, and for images without an operating system of
 * their own the links and settings by which the host's programs find their libraries.
 */
export function writeHostSkeleton(directory: string, host: HostDirectories | undefined): void {
  const building = `${directory}.${process.pid}.tmp`;
  removeTree(building);
  for (const folder of ['dev', 'proc', '.neargate', 'etc'])
    mkdirSync(path.join(building, folder), { recursive: true });
  writeFileSync(path.join(building, 'etc/resolv.conf'), readIfPresent('/etc/resolv.conf'));
  writeFileSync(path.join(building, 'etc/hosts'), readIfPresent('/etc/hosts'));
  if (host !== undefined) writeHostBase(building, host);
  removeTree(directory);
  renameSync(building, directory);
}

function writeHostBase(building: string, host: HostDirectories): void {
  for (const folder of ['root', 'home', 'run', 'var/tmp', 'tmp', 'opt', 'mnt', 'srv']) {
    mkdirSync(path.join(building, folder), { recursive: true });
  }
  for (const folder of ['tmp', 'var/tmp']) chmodSync(path.join(building, folder), 0o1777);
  for (const folder of host.directories) mkdirSync(path.join(building, folder), { recursive: true });
  for (const link of host.links) symlinkSync(link.target, path.join(building, link.path));
  for (const name of hostEtcFiles) {
    const source = path.join('/etc', name);
    if (existsSync(source)) cpSync(source, path.join(building, 'etc', name), { dereference: true });
  }
  copyLinksAndFiles('/etc/alternatives', path.join(building, 'etc/alternatives'));
  copyLinksAndFiles('/etc/ssl', path.join(building, 'etc/ssl'));
  copyLinksAndFiles('/etc/pki/tls', path.join(building, 'etc/pki/tls'));
  copyLinksAndFiles('/etc/pki/ca-trust', path.join(building, 'etc/pki/ca-trust'));
}

function copyLinksAndFiles(source: string, target: string): void {
  if (!existsSync(source)) return;
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    if (entry.name === 'private') continue;
    try {
      cpSync(path.join(source, entry.name), path.join(target, entry.name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => path.basename(file) !== 'private',
      });
    } catch (error) {
      // Files that only root may read are not for containers either.
      if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    }
  }
}

function readIfPresent(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
