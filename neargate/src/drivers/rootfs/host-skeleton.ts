import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
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

/** Folders of /etc that are copied with the links in them: programs chosen among several, and certificates. */
const hostEtcFolders = ['alternatives', 'ssl', 'pki/tls', 'pki/ca-trust'];

/** To be raised when other files are written: what an earlier Neargate wrote is then no longer taken for the same. */
const form = 1;

/**
 * Writes the lowest layer of every root file system: the mount points, and for images without an operating system of
 * their own the links and settings by which the host's programs find their libraries. What was written from the very same
 * files stays as it is.
 */
export function writeHostSkeleton(directory: string, host: HostDirectories | undefined): void {
  const stampFile = `${directory}.stamp`;
  const stamp = stampOf(host);
  if (existsSync(directory) && readIfPresent(stampFile) === stamp) return;
  rmSync(stampFile, { force: true });
  const building = `${directory}.${process.pid}.tmp`;
  removeTree(building);
  for (const folder of ['dev', 'proc', '.neargate', 'etc'])
    mkdirSync(path.join(building, folder), { recursive: true });
  writeFileSync(path.join(building, 'etc/resolv.conf'), readIfPresent('/etc/resolv.conf'));
  writeFileSync(path.join(building, 'etc/hosts'), readIfPresent('/etc/hosts'));
  if (host !== undefined) writeHostBase(building, host);
  removeTree(directory);
  renameSync(building, directory);
  writeFileSync(stampFile, stamp);
}

/** Differs when anything that is copied does. */
function stampOf(host: HostDirectories | undefined): string {
  const hash = createHash('sha256').update(JSON.stringify([form, host ?? null]));
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) hash.update(`${file}\0${readIfPresent(file)}\0`);
  if (host === undefined) return hash.digest('hex');
  for (const name of hostEtcFiles) {
    const file = statSync(path.join('/etc', name), { throwIfNoEntry: false });
    hash.update(`${name}\0${file?.ino}\0${file?.size}\0${file?.mtimeMs}\0`);
  }
  for (const name of hostEtcFolders) hashTree(path.join('/etc', name), hash);
  return hash.digest('hex');
}

function hashTree(file: string, hash: ReturnType<typeof createHash>): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || path.basename(file) === 'private') return;
  hash.update(`${file}\0${found.mode}\0${found.ino}\0${found.size}\0${found.mtimeMs}\0`);
  if (!found.isDirectory()) return;
  try {
    for (const name of readdirSync(file).toSorted()) hashTree(path.join(file, name), hash);
  } catch (error) {
    // It is not copied either.
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
  }
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
  for (const name of hostEtcFolders)
    copyLinksAndFiles(path.join('/etc', name), path.join(building, 'etc', name));
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
