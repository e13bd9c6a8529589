import { DatabaseError, type DatabaseSettings } from '../../drivers/postgres/driver.ts';
import { withClusterSettings } from '../../services/rds/cluster-members.ts';
import { forgetDbInstance } from '../../services/rds/db-instances.ts';
import { clusterOf, leaderOf } from '../../services/rds/replication.ts';
import { type DbInstanceRow, type RdsTables, rdsTables } from '../../services/rds/store.ts';
import type { ReconcileResult } from '../reconciler.ts';
import { type DueBackup, dueBackup } from './due-backups.ts';
import type { DatabaseEnvironment } from './environment.ts';
import { type InstanceMemory, InstanceObserver } from './instance-observer.ts';
import { masterPassword } from './master-password.ts';
import { planDatabase, restartDelayMs } from './plan.ts';
import { followed, settingsOf, startDatabase } from './start-database.ts';
import { watchDatabase } from './watch-database.ts';

/** A database that failed may heal: a disk gets room, a package is installed. */
const retryMs = 30_000;

/** Brings one instance on, step by step. */
export class DatabaseStepper {
  private readonly environment: DatabaseEnvironment;
  private readonly scope: string;
  private readonly identifier: string;
  private readonly tables: RdsTables;
  private readonly memory: InstanceMemory;
  private readonly observer: InstanceObserver;

  constructor(environment: DatabaseEnvironment, key: string, memory: InstanceMemory) {
    this.environment = environment;
    [this.scope = '', this.identifier = ''] = key.split(' ');
    this.tables = rdsTables(environment.store, this.scope);
    this.memory = memory;
    this.observer = new InstanceObserver(environment, this.tables, this.identifier, memory);
  }

  /** Takes one step after the other, reading the row afresh before each, until there is nothing left to do. */
  async run(signal: AbortSignal): Promise<ReconcileResult | undefined> {
    const { driver, clock } = this.environment;
    for (;;) {
      signal.throwIfAborted();
      const own = this.tables.instances.get(this.identifier);
      if (own === undefined) return undefined;
      const cluster = clusterOf(this.tables, own);
      const row = withClusterSettings(cluster, own);
      const running = driver.running(row.resourceId);
      const isConfigured = sameSettings(
        this.memory.settings,
        settingsOf(this.tables, row, this.memory.settings),
      );
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
      if (step === 'none') return await watchDatabase(this.environment, this.scope, row, this.observer);
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
          this.environment.log.error('a snapshot failed', {
            instance: row.identifier,
            reason: error.message,
          });
          continue;
        }
        this.observer.noteFailure(row, error);
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
    const { driver, clock } = this.environment;
    switch (step) {
      case 'back-up':
        if (backup === undefined) return;
        // Nothing that is committed to an instance that goes may be missing in its final snapshot.
        if (row.desired.state === 'deleted') await driver.stop(row.resourceId);
        await driver.backUp(row.resourceId, backup.backupId);
        if (!backup.note({ status: 'available', takenAtMs: clock.now() })) {
          await driver.deleteBackup(backup.backupId);
        }
        if (row.desired.state !== 'deleted') this.observer.noteAvailable(row);
        return;
      case 'destroy':
        return this.destroy(row);
      case 'stop':
        await driver.stop(row.resourceId);
        this.observer.note((observed) => ({ ...observed, status: 'stopped', local: undefined }));
        return;
      case 'start':
        return this.start(row, signal);
      case 'promote':
        await driver.promote(row.resourceId);
        this.observer.note(({ following: _leader, ...observed }) => observed);
        this.observer.noteAvailable(row);
        return;
      case 'restart':
        await driver.stop(row.resourceId);
        return this.start(row, signal);
      case 'set-password': {
        const { masterUsername: username, passwordSetAtMs } = row;
        const password = masterPassword(this.environment.contextOf(this.scope), row);
        await driver.setPassword(row.resourceId, { username, password });
        this.observer.note((observed) => ({ ...observed, passwordAppliedAtMs: passwordSetAtMs }));
        this.observer.noteAvailable(row);
        return;
      }
      case 'configure': {
        const settings = settingsOf(this.tables, row, this.memory.settings);
        await driver.configure(row.resourceId, settings);
        this.memory.settings = settings;
        const running = driver.running(row.resourceId);
        if (running !== undefined) {
          this.observer.note((observed) => ({
            ...observed,
            following: followed(running, settings, observed),
          }));
        }
        this.observer.noteAvailable(row);
        return;
      }
      case 'note-available':
        this.observer.noteAvailable(row);
    }
  }

  /** The data of a cluster stay when its last instance goes. */
  private async destroy(row: DbInstanceRow): Promise<void> {
    const { driver, store } = this.environment;
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
      forgetDbInstance(this.environment.contextOf(this.scope), this.identifier);
    });
  }

  private leaderState(row: DbInstanceRow): 'running' | 'not-running' | undefined {
    const leader = leaderOf(this.tables, row);
    if (leader === undefined) return undefined;
    return this.environment.driver.running(leader.resourceId) === undefined ? 'not-running' : 'running';
  }

  /** When it is deleted, its server still sends what it has before it ends. */
  private isOldLeaderEnding({ observed }: DbInstanceRow): boolean {
    const { following } = observed;
    return [...this.tables.instances.values()].some(
      ({ resourceId, desired }) => resourceId === following?.resourceId && desired.state === 'deleted',
    );
  }

  private sinceLastExitMs(): number {
    return this.environment.clock.now() - (this.memory.exitsAtMs.at(-1) ?? 0);
  }

  private start(row: DbInstanceRow, signal: AbortSignal): Promise<void> {
    const { scope, tables, memory, observer } = this;
    return startDatabase(this.environment, { scope, tables, row, memory, observer }, signal);
  }
}

function sameSettings(left: DatabaseSettings | undefined, right: DatabaseSettings): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
