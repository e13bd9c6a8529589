import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { DatabaseDriver, DatabaseError, DatabaseSettings } from '../../drivers/postgres/driver.ts';
import type { DbInstanceRow, RdsTables } from '../../services/rds/store.ts';

/** What is worth knowing of an instance only while this process lives. */
export interface InstanceMemory {
  exitsAtMs: readonly number[];
  /** What the running server was last given. */
  settings?: DatabaseSettings;
  lastFailure?: string | undefined;
}

type Observed = DbInstanceRow['observed'];

/** Writes into the row of an instance what has become of its server. */
export class InstanceObserver {
  private readonly surroundings: {
    readonly clock: Clock;
    readonly log: Logger;
    readonly driver: Pick<DatabaseDriver, 'running'>;
  };
  private readonly tables: Pick<RdsTables, 'instances'>;
  private readonly identifier: string;
  private readonly memory: InstanceMemory;

  constructor(
    surroundings: InstanceObserver['surroundings'],
    tables: InstanceObserver['tables'],
    identifier: string,
    memory: InstanceMemory,
  ) {
    this.surroundings = surroundings;
    this.tables = tables;
    this.identifier = identifier;
    this.memory = memory;
  }

  note(change: (observed: Observed) => Observed): void {
    const row = this.tables.instances.get(this.identifier);
    if (row === undefined) return;
    const observed = change(row.observed);
    if (JSON.stringify(observed) === JSON.stringify(row.observed)) return;
    this.tables.instances.put(this.identifier, { ...row, observed });
  }

  noteAvailable({ resourceId }: DbInstanceRow): void {
    const running = this.surroundings.driver.running(resourceId);
    if (running === undefined) return;
    const { host, port, version, storedParameters } = running;
    this.memory.lastFailure = undefined;
    this.note((observed) => ({
      ...observed,
      reason: undefined,
      remedy: undefined,
      status: 'available',
      local: { host, port },
      runningVersion: version,
      storedParameters: storedParameters.length === 0 ? undefined : storedParameters,
    }));
  }

  noteFailure(row: DbInstanceRow, { message, remedy }: DatabaseError): void {
    this.tellFailure('a database failed', message);
    const isRunning = this.surroundings.driver.running(row.resourceId) !== undefined;
    this.note((observed) => ({
      ...observed,
      status: statusAfterFailure(row, isRunning),
      local: isRunning ? observed.local : undefined,
      reason: message,
      remedy,
    }));
  }

  noteExit(reason: string): void {
    const { clock, log } = this.surroundings;
    this.memory.exitsAtMs = [...this.memory.exitsAtMs.slice(-9), clock.now()];
    log.error('a database ended', { instance: this.identifier, reason });
    this.note((observed) => ({ ...observed, status: 'starting', local: undefined, reason }));
  }

  /** Once, however often it is tried again. */
  tellFailure(what: string, reason: string): void {
    if (this.memory.lastFailure !== reason) {
      this.surroundings.log.error(what, { instance: this.identifier, reason });
    }
    this.memory.lastFailure = reason;
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
