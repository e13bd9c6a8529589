import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Timing } from '../../core/timing.ts';
import {
  type DatabaseDriver,
  DatabaseError,
  type DatabaseOrigin,
  type DatabaseSettings,
  type RunningDatabase,
} from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import { withClusterSettings } from '../../services/rds/cluster-members.ts';
import { forgetDbInstance } from '../../services/rds/db-instances.ts';
import { majorOf } from '../../services/rds/engine-versions.ts';
import {
  type DbClusterRow,
  type DbInstanceRow,
  type RdsTables,
  rdsTables,
} from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { instanceKey, instanceKeys } from './instance-keys.ts';
import { keepBackups } from './automated-backups.ts';
import { type DueBackup, dueBackup } from './due-backups.ts';
import { masterPassword } from './master-password.ts';
import { observedWithoutServer, planDatabase, restartDelayMs } from './plan.ts';
import { clusterOf, keepsBackups, leaderOf } from '../../services/rds/replication.ts';
import { replicationSettings } from './replication-settings.ts';
import { databaseSettings } from './settings.ts';

export interface DatabaseReconcilerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly driver: DatabaseDriver;
  readonly timing: Timing;
  /** The context in which RDS itself acts, for an account and region. */
  contextOf(scope: string): OperationContext;
}

export interface DatabaseReconciler extends Reconciler {
  /**
   * Makes every row say that no server runs, and ends servers that an earlier Neargate left. To be awaited before anything is
   * reconciled; the rows are honest as soon as this has been called.
   */
  recover(): Promise<void>;
  /** Stops every server. For the end of Neargate's own process, after the reconcilers have stopped. */
  stopAll(): Promise<void>;
  /** Ends every server without waiting. For when there is no time to stop. */
  killNow(): void;
}

const instancesTable = 'rds.instances';
/** A database that failed may heal: a disk gets room, a package is installed. */
const retryMs = 30_000;
/** How often RDS uploads the log of an instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html */
const logBackupMs = 5 * 60_000;
/** How often replication is looked at: while it goes on, and while it does not. */
const watchMs = 10_000;
const soonMs = 500;

/**
 * Brings the servers behind DB instances in line with their rows. One serial owner per instance: nobody else writes what is observed, but
 * for the status that an operation announces.
 */
export function databaseReconciler(options: DatabaseReconcilerOptions): DatabaseReconciler {
  const { store, driver } = options;
  const memory = new Map<string, InstanceMemory>();
  const memoryOf = (key: string) => {
    const known = memory.get(key) ?? { exitsAtMs: [] };
    memory.set(key, known);
    return known;
  };
  return {
    name: 'database',
    keysFor: (change) => instanceKeys(store, change),
    initialKeys: () =>
      store
        .scopes(instancesTable)
        .flatMap((scope) =>
          Array.from(rdsTables(store, scope).instances.keys(), (id) => instanceKey(scope, id)),
        ),
    reconcile: (key, signal) => new DatabaseStepper(options, key, memoryOf(key)).run(signal),
    async recover() {
      noteNothingRuns(store);
      await driver.stopLeftovers();
    },
    async stopAll() {
      await driver.stopAll();
      noteNothingRuns(store);
    },
    killNow: () => driver.quitAll(),
  };
}

/** What is worth knowing of an instance only while this process lives. */
interface InstanceMemory {
  exitsAtMs: readonly number[];
  /** What the running server was last given. */
  settings?: DatabaseSettings;
  lastFailure?: string | undefined;
}

class DatabaseStepper {
  private readonly options: DatabaseReconcilerOptions;
  private readonly scope: string;
  private readonly identifier: string;
  private readonly tables: RdsTables;
  private readonly memory: InstanceMemory;

  constructor(options: DatabaseReconcilerOptions, key: string, memory: InstanceMemory) {
    this.options = options;
    [this.scope = '', this.identifier = ''] = key.split(' ');
    this.tables = rdsTables(options.store, this.scope);
    this.memory = memory;
  }

  /** Takes one step after the other, reading the row afresh before each, until there is nothing left to do. */
  async run(signal: AbortSignal): Promise<ReconcileResult | undefined> {
    const { driver, clock } = this.options;
    for (;;) {
      signal.throwIfAborted();
      const own = this.tables.instances.get(this.identifier);
      if (own === undefined) return undefined;
      const cluster = clusterOf(this.tables, own);
      const row = withClusterSettings(cluster, own);
      const running = driver.running(row.resourceId);
      const isConfigured = sameSettings(this.memory.settings, this.settingsOf(row, this.memory.settings));
      const backup = dueBackup(this.tables, row);
      const step = planDatabase(row, {
        running,
        isConfigured,
        isBackupDue: backup !== undefined,
        leader: this.leaderState(row),
        isOriginReady:
          leaderOf(this.tables, row) !== undefined ||
          cluster?.originBackupId === undefined ||
          cluster.volumeBackupId !== undefined,
        isOldLeaderEnding: this.isOldLeaderEnding(row),
      });
      if (step === 'none') return await this.watch(row);
      if (step === 'start') {
        const waitMs = restartDelayMs(this.memory.exitsAtMs, clock.now()) - this.sinceLastExitMs();
        if (waitMs > 0) return { requeueAfterMs: waitMs };
      }
      try {
        await this.perform(step, row, backup, signal);
      } catch (error) {
        if (signal.aborted || !(error instanceof DatabaseError)) throw error;
        if (step === 'back-up' && row.desired.state !== 'deleted') {
          // Nobody waits for it but who asked for it.
          backup?.note({ status: 'failed', reason: error.message });
          this.options.log.error('a snapshot failed', { instance: row.identifier, reason: error.message });
          continue;
        }
        this.noteFailure(row, error);
        return { requeueAfterMs: retryMs };
      }
    }
  }

  private async perform(
    step: Exclude<ReturnType<typeof planDatabase>, 'none'>,
    row: DbInstanceRow,
    backup: DueBackup | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { driver, clock } = this.options;
    switch (step) {
      case 'back-up':
        if (backup === undefined) return;
        // Nothing that is committed to an instance that goes may be missing in its final snapshot.
        if (row.desired.state === 'deleted') await driver.stop(row.resourceId);
        await driver.backUp(row.resourceId, backup.backupId);
        if (!backup.note({ status: 'available', takenAtMs: clock.now() })) {
          await driver.deleteBackup(backup.backupId);
        }
        if (row.desired.state !== 'deleted') this.noteAvailable(row);
        return;
      case 'destroy':
        return this.destroy(row);
      case 'stop':
        await driver.stop(row.resourceId);
        this.observe((observed) => ({ ...observed, status: 'stopped', local: undefined }));
        return;
      case 'start':
        return this.start(row, signal);
      case 'promote':
        await driver.promote(row.resourceId);
        this.observe(({ following: _leader, ...observed }) => observed);
        this.noteAvailable(row);
        return;
      case 'restart':
        await driver.stop(row.resourceId);
        return this.start(row, signal);
      case 'set-password': {
        const { masterUsername: username, passwordSetAtMs } = row;
        const password = masterPassword(this.options.contextOf(this.scope), row);
        await driver.setPassword(row.resourceId, { username, password });
        this.observe((observed) => ({ ...observed, passwordAppliedAtMs: passwordSetAtMs }));
        this.noteAvailable(row);
        return;
      }
      case 'configure': {
        const settings = this.settingsOf(row, this.memory.settings);
        await driver.configure(row.resourceId, settings);
        this.memory.settings = settings;
        const running = driver.running(row.resourceId);
        if (running !== undefined) {
          this.observe((observed) => ({ ...observed, following: followed(running, settings, observed) }));
        }
        this.noteAvailable(row);
        return;
      }
      case 'note-available':
        this.noteAvailable(row);
    }
  }

  private async start(row: DbInstanceRow, signal: AbortSignal): Promise<void> {
    const { driver, clock, log } = this.options;
    const settings = this.settingsOf(row);
    const origin = this.originOf(row);
    const database = await driver.start(
      {
        ...settings,
        id: row.resourceId,
        hostNames: [row.endpointAddress, ...clusterEndpoints(clusterOf(this.tables, row))],
        origin,
        onExit: (reason) => this.noteExit(reason),
      },
      signal,
    );
    this.memory.settings = settings;
    if (majorOf(database.version) !== majorOf(row.engineVersion)) {
      log.warn('a database runs another major version than was asked for', {
        instance: row.identifier,
        asked: row.engineVersion,
        runs: database.version,
      });
    }
    if (database.storedParameters.length > 0) {
      log.info('parameters of the DB parameter group have no effect here', {
        instance: row.identifier,
        parameters: database.storedParameters.join(', '),
      });
    }
    this.observe((observed) => ({
      ...observed,
      startedAtMs: clock.now(),
      ...(database.isNew ? { passwordAppliedAtMs: passwordInData(origin, row) } : {}),
      following: followed(database, settings, observed),
    }));
    this.noteAvailable(row);
  }

  /** The data of a cluster stay when its last instance goes. */
  private async destroy(row: DbInstanceRow): Promise<void> {
    const { driver, store } = this.options;
    const cluster = clusterOf(this.tables, row);
    const keepsData =
      cluster?.desired === 'present' &&
      cluster.writerIdentifier === row.identifier &&
      row.observed.startedAtMs !== undefined;
    const volumeBackupId = `volume-${row.resourceId}`;
    if (keepsData) {
      await driver.stop(row.resourceId);
      await driver.backUp(row.resourceId, volumeBackupId);
    }
    await driver.destroy(row.resourceId);
    store.transact(() => {
      if (keepsData) {
        this.tables.clusters.update(cluster.identifier, (each) => ({ ...each, volumeBackupId }));
      }
      forgetDbInstance(this.options.contextOf(this.scope), this.identifier);
    });
  }

  private leaderState(row: DbInstanceRow): 'running' | 'not-running' | undefined {
    const leader = leaderOf(this.tables, row);
    if (leader === undefined) return undefined;
    return this.options.driver.running(leader.resourceId) === undefined ? 'not-running' : 'running';
  }

  /** When it is deleted, its server still sends what it has before it ends. */
  private isOldLeaderEnding({ observed }: DbInstanceRow): boolean {
    const { following } = observed;
    return [...this.tables.instances.values()].some(
      ({ resourceId, desired }) => resourceId === following?.resourceId && desired.state === 'deleted',
    );
  }

  /** What goes on while nothing is to be done. */
  private async watch(row: DbInstanceRow): Promise<ReconcileResult | undefined> {
    if (this.options.driver.running(row.resourceId) === undefined) return undefined;
    return row.observed.following === undefined ? this.keepBackups(row) : this.watchReplication(row);
  }

  private async keepBackups(row: DbInstanceRow): Promise<ReconcileResult | undefined> {
    const { driver, timing, log } = this.options;
    try {
      const restorable = await keepBackups(this.options.contextOf(this.scope), driver, row);
      this.observe((observed) => ({ ...observed, restorable }));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      // The database goes on serving, and what it can be restored to stays what it is.
      if (this.memory.lastFailure !== error.message) {
        log.error('a database is not backed up', { instance: row.identifier, reason: error.message });
      }
      this.memory.lastFailure = error.message;
    }
    return keepsBackups(row) ? { requeueAfterMs: timing.scaled('rds-log-backup', logBackupMs) } : undefined;
  }

  /** Whether changes still arrive is nothing that anybody tells. */
  private async watchReplication(row: DbInstanceRow): Promise<ReconcileResult | undefined> {
    const { driver } = this.options;
    const isReplicating = await driver.isReplicating(row.resourceId);
    this.observe((observed) =>
      observed.following === undefined
        ? observed
        : { ...observed, following: { ...observed.following, isReplicating } },
    );
    return { requeueAfterMs: isReplicating ? watchMs : soonMs };
  }

  private originOf(row: DbInstanceRow): DatabaseOrigin {
    if (leaderOf(this.tables, row) !== undefined) return { kind: 'primary' };
    if (row.originBackupId !== undefined) {
      return { kind: 'backup', backupId: row.originBackupId, recovery: row.originRecovery };
    }
    const password = masterPassword(this.options.contextOf(this.scope), row);
    return {
      kind: 'empty',
      databaseName: row.dbName,
      master: { username: row.masterUsername, password },
    };
  }

  private noteAvailable(row: DbInstanceRow): void {
    const running = this.options.driver.running(row.resourceId);
    if (running === undefined) return;
    const { host, port, version, storedParameters } = running;
    this.memory.lastFailure = undefined;
    this.observe((observed) => ({
      ...observed,
      reason: undefined,
      remedy: undefined,
      status: 'available',
      local: { host, port },
      runningVersion: version,
      storedParameters: storedParameters.length === 0 ? undefined : storedParameters,
    }));
  }

  private noteFailure(row: DbInstanceRow, { message, remedy }: DatabaseError): void {
    if (this.memory.lastFailure !== message) {
      this.options.log.error('a database failed', { instance: row.identifier, reason: message });
    }
    this.memory.lastFailure = message;
    const isRunning = this.options.driver.running(row.resourceId) !== undefined;
    this.observe((observed) => ({
      ...observed,
      status: statusAfterFailure(row, isRunning),
      local: isRunning ? observed.local : undefined,
      reason: message,
      remedy,
    }));
  }

  private noteExit(reason: string): void {
    const { clock, log } = this.options;
    this.memory.exitsAtMs = [...this.memory.exitsAtMs.slice(-9), clock.now()];
    log.error('a database ended', { instance: this.identifier, reason });
    this.observe((observed) => ({ ...observed, status: 'starting', local: undefined, reason }));
  }

  private sinceLastExitMs(): number {
    return this.options.clock.now() - (this.memory.exitsAtMs.at(-1) ?? 0);
  }

  private settingsOf(row: DbInstanceRow, running?: DatabaseSettings): DatabaseSettings {
    const { parameterGroups, clusterParameterGroups } = this.tables;
    const ofCluster = clusterParameterGroups.get(clusterOf(this.tables, row)?.parameterGroupName ?? '');
    const own = parameterGroups.get(row.parameterGroupName);
    // The instance's own take the place of its cluster's.
    const parameters = { ...ofCluster?.parameters, ...own?.parameters };
    return {
      ...databaseSettings(row, { parameters }, running),
      ...replicationSettings(this.tables, row, running),
      keepsArchive: keepsBackups(row),
    };
  }

  private observe(change: (observed: DbInstanceRow['observed']) => DbInstanceRow['observed']): void {
    const row = this.tables.instances.get(this.identifier);
    if (row === undefined) return;
    const observed = change(row.observed);
    if (JSON.stringify(observed) === JSON.stringify(row.observed)) return;
    this.tables.instances.put(this.identifier, { ...row, observed });
  }
}

/** A server that only refuses a change goes on serving; one that is to go stays until what it still owes has been done. */
function statusAfterFailure(
  { desired }: DbInstanceRow,
  isRunning: boolean,
): DbInstanceRow['observed']['status'] {
  if (desired.state === 'deleted') return 'deleting';
  return isRunning ? 'available' : 'failed';
}

function noteNothingRuns(store: Store): void {
  for (const scope of store.scopes(instancesTable)) {
    const { instances } = rdsTables(store, scope);
    for (const row of instances.values()) {
      instances.put(row.identifier, { ...row, observed: observedWithoutServer(row) });
    }
  }
}

/** What the server follows, once it runs with these settings. */
function followed(
  { isStandby }: RunningDatabase,
  { primary }: DatabaseSettings,
  { following }: DbInstanceRow['observed'],
): DbInstanceRow['observed']['following'] {
  if (!isStandby) return undefined;
  if (primary === undefined || primary.id === following?.resourceId) return following;
  return { resourceId: primary.id, isReplicating: false };
}

function clusterEndpoints(cluster: DbClusterRow | undefined): readonly string[] {
  return cluster === undefined ? [] : [cluster.endpointAddress, cluster.readerEndpointAddress];
}

/** When the password was set that the data of a server have that was just made; unknown when there is one that they need not have. */
function passwordInData(
  { kind }: DatabaseOrigin,
  { masterUserPassword, masterUserSecret, passwordSetAtMs, observed }: DbInstanceRow,
): number | undefined {
  if (kind === 'empty') return passwordSetAtMs;
  if (kind === 'primary') return observed.passwordAppliedAtMs;
  return masterUserPassword === undefined && masterUserSecret === undefined ? passwordSetAtMs : undefined;
}

function sameSettings(left: DatabaseSettings | undefined, right: DatabaseSettings): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
