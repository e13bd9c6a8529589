import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseUser } from './database-user.ts';

/** Where one instance's files are. */
export interface InstanceFiles {
  readonly directory: string;
  /** PostgreSQL's data directory. */
  readonly data: string;
  /** All that the server has written, the newest last. */
  readonly log: string;
  readonly adminPassword: string;
  /** There once the cluster has been made and has what belongs into it. */
  readonly provisioned: string;
  /** The port of the last run. */
  readonly port: string;
  /** Where the log is kept for recoveries of other instances; a folder apart. */
  readonly archive: string;
}

const longestLogBytes = 8 * 1024 * 1024;

export function instanceFiles(root: string, id: string): InstanceFiles {
  const directory = path.join(root, 'instances', id);
  return {
    directory,
    data: path.join(directory, 'data'),
    log: path.join(directory, 'postgresql.log'),
    adminPassword: path.join(directory, 'admin-password'),
    provisioned: path.join(directory, 'provisioned'),
    port: path.join(directory, 'port'),
    archive: path.join(root, 'archives', id),
  };
}

/** Where a backup's files are. */
export interface BackupFiles {
  readonly directory: string;
  readonly data: string;
  readonly adminPassword: string;
}

export function backupFiles(root: string, id: string): BackupFiles {
  const directory = path.join(root, 'backups', id);
  return {
    directory,
    data: path.join(directory, 'data'),
    adminPassword: path.join(directory, 'admin-password'),
  };
}

export function readPort(files: InstanceFiles): number | undefined {
  if (!existsSync(files.port)) return undefined;
  const port = Number(readFileSync(files.port, 'utf8'));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** Keeps one old log beside the new one. */
export function rotateLog(files: InstanceFiles): void {
  if (existsSync(files.log) && statSync(files.log).size > longestLogBytes) {
    renameSync(files.log, `${files.log}.1`);
  }
}

/** Writes a file that only its owner reads. */
export function writePrivate(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  // A file that exists keeps its mode and owner.
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode: 0o600 });
}

/** The same for a file that the database's user reads. */
export function writeOwned(user: DatabaseUser, file: string, content: string): void {
  writePrivate(file, content);
  user.own(file);
}
