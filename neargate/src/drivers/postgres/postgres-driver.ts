import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { IdSource } from '../../core/ids.ts';
import { asAdmin, host } from './admin-session.ts';
import { archiveSettings, markArchive, prepareRecovery, recoverySettings, trimArchive } from './archive.ts';
import { findPostgres, type PostgresBinaries } from './binaries.ts';
import { clusterTemplate, type ClusterTemplate, copyCluster } from './cluster-template.ts';
import { copyRunningCluster, copyStoppedCluster, makeWhole } from './copy-cluster.ts';
import { type DatabaseUser, databaseUser } from './database-user.ts';
import {
  type DatabaseDriver,
  DatabaseError,
  type DatabaseSettings,
  type DatabaseSpec,
  type RunningDatabase,
} from './driver.ts';
import { failureText } from './failure.ts';
import { freePort, isFree } from './free-port.ts';
import {
  type BackupFiles,
  backupFiles,
  type InstanceFiles,
  instanceFiles,
  readPort,
  writeOwned,
  writePrivate,
} from './instance-files.ts';
import { quitPostmaster, stopLeftover } from './leftover.ts';
import { passwordStatement, provision } from './provision.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { pgHbaConf, postgresqlConf, splitParameters } from './server-config.ts';
import { PassingFailure, type ServerProcess, startServer } from './server-process.ts';
import { isStandby, keepLogFor, keepLogForNew, markAsStandby, replicationSettings } from './standby.ts';
import { trustedExtensions } from './trusted-extensions.ts';

const attempts = 5;

export interface PostgresDriverOptions {
  /** Where all clusters are kept. Made when missing. */
  readonly directory: string;
  readonly ids: IdSource;
}

interface Prepared {
  readonly binaries: PostgresBinaries;
  readonly user: DatabaseUser;
  readonly extensionPath: string;
}

interface Running {
  readonly server: ServerProcess & { readonly adminPasswordFile: string };
  readonly files: InstanceFiles;
  database: RunningDatabase;
  stopping: boolean;
}

/** Real PostgreSQL, one server per instance, which listens on a free port of 127.0.0.1. */
export function postgresDriver({ directory: root, ids }: PostgresDriverOptions): DatabaseDriver {
  const instances = new Map<string, Running>();
  const starting = new Set<Promise<unknown>>();
  let prepared: Promise<Prepared> | undefined;
  let template: Promise<ClusterTemplate> | undefined;

  const prepare = () => {
    prepared ??= prepareUnder(root);
    // A failure is tried again: the user may have installed what was missing.
    prepared.catch(() => (prepared = undefined));
    return prepared;
  };
  const templateOf = ({ binaries, user }: Prepared) => {
    template ??= clusterTemplate(root, binaries, user, ids);
    template.catch(() => (template = undefined));
    return template;
  };
  const filesOf = (id: string) => instanceFiles(root, id);

  async function start(spec: DatabaseSpec, signal?: AbortSignal): Promise<RunningDatabase> {
    const already = instances.get(spec.id);
    if (already !== undefined) return already.database;
    const files = filesOf(spec.id);
    await stopLeftover(files.data);
    const environment = await prepare();
    const isNew = !existsSync(files.provisioned);
    if (!existsSync(files.data)) await makeCluster(spec, files, environment);
    writeCertificate(files, environment.user, spec.hostNames);
    const storedParameters = writeSettings(files, environment, spec.id, spec);
    const server = {
      ...(await startAtFreePort(environment, files, signal)),
      adminPasswordFile: files.adminPassword,
    };
    const database = {
      host,
      port: server.port,
      version: environment.binaries.version,
      isNew,
      isStandby: isStandby(files),
      storedParameters,
    };
    const running: Running = { server, files, database, stopping: false };
    try {
      const { origin, standbys = [] } = spec;
      if (isNew) {
        if (origin.kind === 'empty') {
          await asAdmin(server, (admin) => provision(admin, origin.master, origin.databaseName));
        }
        writePrivate(files.provisioned, '');
      }
      await asAdmin(server, (admin) => keepLogFor(admin, standbys));
    } catch (error) {
      await server.stop();
      throw asDatabaseError(error);
    }
    instances.set(spec.id, running);
    void server.ended.then((reason) => {
      if (instances.get(spec.id) === running) instances.delete(spec.id);
      if (!running.stopping) spec.onExit(reason);
    });
    return database;
  }

  async function makeCluster(spec: DatabaseSpec, files: InstanceFiles, environment: Prepared): Promise<void> {
    const { user } = environment;
    const { origin } = spec;
    switch (origin.kind) {
      case 'empty':
        return copyCluster(await templateOf(environment), files, user);
      case 'backup': {
        const backup = existingBackup(origin.backupId);
        const { recovery } = origin;
        return makeWhole(files, backup.adminPassword, user, async (data) => {
          await copyStoppedCluster(backup.data, data, user);
          if (recovery === undefined) return;
          const directory = filesOf(recovery.archiveOf).archive;
          prepareRecovery(data, { directory, until: recovery.until }, user);
        });
      }
      case 'primary': {
        if (spec.primary === undefined) throw new Error(`${spec.id} has no primary`);
        const primary = runningOf(spec.primary.id);
        await makeWhole(files, primary.files.adminPassword, user, async (data) => {
          await asAdmin(primary.server, async (admin) => {
            await keepLogForNew(admin, spec.id);
            await copyRunningCluster(admin, primary.files.data, data, user);
          });
          markAsStandby(data, user);
        });
      }
    }
  }

  async function backUp(id: string, backupId: string): Promise<void> {
    const backup = backupFiles(root, backupId);
    if (existsSync(backup.data)) return;
    const { user } = await prepare();
    const running = instances.get(id);
    const files = filesOf(id);
    if (running === undefined) await stopLeftover(files.data);
    if (!existsSync(files.data)) throw new DatabaseError('The database has no data yet.');
    await makeWhole(backup, files.adminPassword, user, (data) =>
      running === undefined
        ? copyStoppedCluster(files.data, data, user)
        : asAdmin(running.server, (admin) => copyRunningCluster(admin, files.data, data, user)),
    );
  }

  async function copyBackup(backupId: string, copyId: string): Promise<void> {
    const copy = backupFiles(root, copyId);
    if (existsSync(copy.data)) return;
    const backup = existingBackup(backupId);
    const { user } = await prepare();
    await makeWhole(copy, backup.adminPassword, user, (data) => copyStoppedCluster(backup.data, data, user));
  }

  function existingBackup(backupId: string): BackupFiles {
    const backup = backupFiles(root, backupId);
    if (existsSync(backup.data)) return backup;
    throw new DatabaseError(`The backup in ${backup.directory} is gone.`);
  }

  async function stop(id: string): Promise<void> {
    const running = instances.get(id);
    if (running === undefined) {
      await stopLeftover(filesOf(id).data);
      return;
    }
    running.stopping = true;
    await running.server.stop();
    instances.delete(id);
  }

  return {
    start(spec, signal) {
      const work = start(spec, signal)
        .catch((error: unknown) => {
          signal?.throwIfAborted();
          throw asDatabaseError(error);
        })
        .finally(() => starting.delete(work));
      starting.add(work);
      return work;
    },
    running: (id) => instances.get(id)?.database,
    async setPassword(id, credentials) {
      await asAdmin(runningOf(id).server, (admin) => admin.query(passwordStatement(credentials))).catch(fail);
    },
    async configure(id, settings) {
      const running = runningOf(id);
      const storedParameters = writeSettings(running.files, await prepare(), id, settings);
      running.database = { ...running.database, storedParameters };
      const refused = await asAdmin(running.server, async (admin) => {
        await keepLogFor(admin, settings.standbys ?? []);
        return reload(admin);
      }).catch(fail);
      if (refused === undefined) return;
      throw new DatabaseError(
        `PostgreSQL does not accept "${refused.value}" for the parameter ${refused.name}.`,
        {
          remedy: 'Correct the parameter in the DB parameter group.',
        },
      );
    },
    stop,
    async destroy(id) {
      await stop(id);
      rmSync(filesOf(id).directory, { recursive: true, force: true, maxRetries: 5 });
      trimArchive(filesOf(id).archive, undefined);
    },
    backUp: (id, backupId) => backUp(id, backupId).catch(fail),
    copyBackup: (backupId, copyId) => copyBackup(backupId, copyId).catch(fail),
    async deleteBackup(backupId) {
      rmSync(backupFiles(root, backupId).directory, { recursive: true, force: true, maxRetries: 5 });
    },
    markArchive: (id, since) =>
      asAdmin(runningOf(id).server, (admin) => markArchive(admin, since)).catch(fail),
    async trimArchive(id, backupId) {
      trimArchive(filesOf(id).archive, backupId === undefined ? undefined : existingBackup(backupId).data);
    },
    async promote(id) {
      const running = runningOf(id);
      await asAdmin(running.server, async (admin) => {
        const { rows } = await admin.query<{ promoted: boolean }>('SELECT pg_promote(true, 60) AS promoted');
        if (rows[0]?.promoted !== true) throw new DatabaseError('PostgreSQL did not end its recovery.');
      }).catch(fail);
      running.database = { ...running.database, isStandby: false };
    },
    async isReplicating(id) {
      const running = instances.get(id);
      if (running?.database.isStandby !== true) return false;
      return asAdmin(running.server, async (admin) => {
        const { rows } = await admin.query('SELECT 1 FROM pg_stat_wal_receiver WHERE status = $1', [
          'streaming',
        ]);
        return rows.length > 0;
      }).catch(fail);
    },
    async stopAll() {
      await Promise.allSettled(starting);
      await Promise.all(Array.from(instances.keys(), stop));
    },
    quitAll() {
      for (const id of knownIds()) quitPostmaster(filesOf(id).data);
    },
    async stopLeftovers() {
      const left = knownIds().filter((id) => !instances.has(id));
      await Promise.all(left.map((id) => stopLeftover(filesOf(id).data)));
    },
  };

  /** Of every instance that has files here, whoever started it. */
  function knownIds(): readonly string[] {
    const parent = path.dirname(filesOf('any').directory);
    return existsSync(parent) ? readdirSync(parent) : [];
  }

  function runningOf(id: string): Running {
    const running = instances.get(id);
    if (running === undefined) throw new DatabaseError('The database does not run.');
    return running;
  }
}

async function prepareUnder(root: string): Promise<Prepared> {
  const binaries = await findPostgres();
  mkdirSync(root, { recursive: true });
  const user = databaseUser(path.dirname(binaries.postgres), root);
  return { binaries, user, extensionPath: trustedExtensions(root, binaries, user) };
}

async function startAtFreePort(
  { binaries, user }: Prepared,
  files: InstanceFiles,
  signal: AbortSignal | undefined,
): Promise<ServerProcess> {
  const lastPort = readPort(files);
  for (let attempt = 1; ; attempt++) {
    const port =
      attempt === 1 && lastPort !== undefined && (await isFree(host, lastPort))
        ? lastPort
        : await freePort(host);
    try {
      const server = await startServer(binaries, user, files, port, signal);
      writeFileSync(files.port, String(port));
      return server;
    } catch (error) {
      if (!(error instanceof PassingFailure)) throw error;
      if (attempt === attempts) throw error.asDatabaseError;
      await new Promise((resolve) => {
        setTimeout(resolve, 100 * attempt);
      });
    }
  }
}

/** @returns the names of the parameters that have no effect */
function writeSettings(
  files: InstanceFiles,
  { binaries, user, extensionPath }: Prepared,
  id: string,
  settings: DatabaseSettings,
): readonly string[] {
  const { applied, stored } = splitParameters(settings.parameters, binaries);
  const ofInstance = {
    ...replicationSettings(files, user, id, settings),
    ...archiveSettings(files.archive, settings.keepsArchive === true, user),
    ...recoverySettings(files.data),
  };
  writeOwned(
    user,
    path.join(files.data, 'postgresql.conf'),
    postgresqlConf(applied, extensionPath, ofInstance),
  );
  writeOwned(user, path.join(files.data, 'pg_hba.conf'), pgHbaConf(settings));
  return stored;
}

function writeCertificate(files: InstanceFiles, user: DatabaseUser, hostNames: readonly string[]): void {
  const keyFile = path.join(files.data, 'server.key');
  if (existsSync(keyFile)) return;
  // Certificates are judged by the machine's clock, never by a test's.
  const { key, certificate } = selfSignedCertificate([...hostNames, 'localhost'], Date.now());
  writeOwned(user, path.join(files.data, 'server.crt'), certificate);
  writeOwned(user, keyFile, key);
}

/**
 * @returns the first setting that the server refuses. It says the same of a new value that only takes effect at a restart, so of those
 * settings nothing is known before.
 */
async function reload(admin: pg.Client): Promise<{ name: string; value: string } | undefined> {
  const { rows } = await admin.query<{ name: string; value: string }>(
    `SELECT file.name, file.setting AS value FROM pg_file_settings file LEFT JOIN pg_settings known USING (name)
     WHERE file.error IS NOT NULL AND known.context IS DISTINCT FROM 'postmaster'`,
  );
  if (rows[0] === undefined) await admin.query('SELECT pg_reload_conf()');
  return rows[0];
}

function fail(error: unknown): never {
  throw asDatabaseError(error);
}

function asDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (error instanceof pg.DatabaseError) {
    return new DatabaseError(`PostgreSQL refused: ${error.message}`, { cause: error });
  }
  return failureText(error instanceof Error ? error.message : String(error));
}
