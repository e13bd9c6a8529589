import type { RunningDatabase } from '../../drivers/postgres/driver.ts';
import type { DbInstanceRow } from '../../services/rds/store.ts';

/** The next thing to do for a DB instance. */
export type DatabaseStep =
  | 'back-up'
  | 'destroy'
  | 'promote'
  | 'stop'
  | 'start'
  | 'restart'
  | 'set-password'
  | 'configure'
  | 'note-available'
  | 'none';

/** What the driver says of the instance. */
export interface DatabaseSituation {
  readonly running: RunningDatabase | undefined;
  /** Whether the running server has the settings of the parameter group, as far as they need no restart. */
  readonly isConfigured: boolean;
  /** Whether a snapshot of it waits to be taken. */
  readonly isBackupDue: boolean;
  /** Of an instance that is to follow another: whether that one runs. */
  readonly leader?: 'running' | 'not-running' | undefined;
  /** Whether what its data are to begin with is there. */
  readonly isOriginReady?: boolean;
  /** Whether the one that it followed until now may still have changes for it. */
  readonly isOldLeaderEnding?: boolean;
}

/** Pure: the row says what shall be and what was last seen, the driver what is. */
export function planDatabase(row: DbInstanceRow, situation: DatabaseSituation): DatabaseStep {
  const { desired, observed } = row;
  const { running, isConfigured, isBackupDue } = situation;
  switch (desired.state) {
    case 'deleted':
      // The final snapshot.
      return isBackupDue ? 'back-up' : 'destroy';
    case 'stopped':
      // Also when nothing runs as far as the driver knows: an earlier Neargate may have left something.
      if (running !== undefined || observed.status !== 'stopped') return 'stop';
      return 'none';
    case 'running':
      if (running === undefined) {
        const hasData = observed.startedAtMs !== undefined;
        // Its data are a copy of those of the one that it follows.
        const canBegin = situation.leader !== 'not-running' && situation.isOriginReady !== false;
        return hasData || canBegin ? 'start' : 'none';
      }
      if (running.isStandby && situation.leader === undefined) {
        return situation.isOldLeaderEnding === true ? 'none' : 'promote';
      }
      if (observed.status === 'rebooting') return 'restart';
      // A server that stands where the row does not say has been started since.
      if (observed.local?.port !== running.port) return 'note-available';
      // A standby has the password of the one that it follows.
      if (!running.isStandby && observed.passwordAppliedAtMs !== row.passwordSetAtMs) return 'set-password';
      if (!isConfigured) return 'configure';
      if (isBackupDue) return 'back-up';
      return observed.status === 'available' ? 'none' : 'note-available';
  }
}

const crashWindowMs = 60_000;
const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

/** How long to wait before a server that ended by itself is started again: not at all the first time, then ever longer. */
export function restartDelayMs(exitsAtMs: readonly number[], nowMs: number): number {
  const recent = exitsAtMs.filter((at) => nowMs - at < crashWindowMs).length;
  return recent <= 1 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (recent - 2));
}

/**
 * The row's observed state for a machine on which nothing runs, as after a start of Neargate. A status that says that the server runs would be
 * a lie until it does.
 */
export function observedWithoutServer(row: DbInstanceRow): DbInstanceRow['observed'] {
  return {
    ...row.observed,
    status: statusWithoutServer(row),
    reason: undefined,
    remedy: undefined,
    storedParameters: undefined,
    local: undefined,
  };
}

function statusWithoutServer({ desired, observed }: DbInstanceRow): DbInstanceRow['observed']['status'] {
  switch (desired.state) {
    case 'deleted':
      return 'deleting';
    case 'stopped':
      return observed.status === 'stopped' ? 'stopped' : 'stopping';
    case 'running':
      return observed.startedAtMs === undefined ? 'creating' : 'starting';
  }
}
