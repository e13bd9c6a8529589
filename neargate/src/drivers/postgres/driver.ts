/**
 * Runs the databases behind RDS instances. One implementation per way of running them. Calls for one instance must not
 * overlap; calls for different instances may.
 */
export interface DatabaseDriver {
  /**
   * Makes the instance's cluster when there is none, ends what an earlier Neargate left running of it and starts the server. Resolves once
   * the server accepts connections.
   * @throws DatabaseError
   */
  start(spec: DatabaseSpec, signal?: AbortSignal): Promise<RunningDatabase>;
  /** The server of this instance, while it runs. */
  running(id: string): RunningDatabase | undefined;
  /** @throws DatabaseError when the instance does not run or the user is gone. */
  setPassword(id: string, credentials: DatabaseCredentials): Promise<void>;
  /**
   * Brings settings that need no restart into effect; the others follow at the next start.
   * @throws DatabaseError naming the setting that the server refuses.
   */
  configure(id: string, settings: DatabaseSettings): Promise<void>;
  /** Shuts down in order, by force when that takes too long. Resolves when no process is left, one of an earlier Neargate included. */
  stop(id: string): Promise<void>;
  /** Stops the server and deletes its data. Nothing happens when there is none. */
  destroy(id: string): Promise<void>;
  /**
   * Copies the instance's cluster, running or stopped, so that others can begin with what was committed when this resolves. Either all of the
   * backup is there afterwards or nothing. A backup of that name that is there already stays.
   * @throws DatabaseError
   */
  backUp(id: string, backupId: string): Promise<void>;
  /** @throws DatabaseError when there is no such backup. */
  copyBackup(backupId: string, copyId: string): Promise<void>;
  /** Nothing happens when there is none. */
  deleteBackup(backupId: string): Promise<void>;
  /**
   * Makes sure that everything that is committed by now is in the archive.
   *
   * @param since What the last call said of writes.
   * @returns undefined when nothing was written since
   * @throws DatabaseError
   */
  markArchive(id: string, since?: string): Promise<ArchiveMark | undefined>;
  /** Deletes what the archive holds from before a backup; all of it without one. Nothing happens when there is none. */
  trimArchive(id: string, backupId?: string): Promise<void>;
  /**
   * Ends replication: the standby accepts writes from now on.
   * @throws DatabaseError
   */
  promote(id: string): Promise<void>;
  /** Whether the standby receives what its primary writes at this moment. */
  isReplicating(id: string): Promise<boolean>;
  /** Stops every server that was started, and resolves when none is left. */
  stopAll(): Promise<void>;
  /** Tells every server to end at once, and waits for nothing. For when there is no time to stop; nothing committed is lost. */
  quitAll(): void;
  /** Stops what an earlier Neargate that was killed left running, of whichever instance. */
  stopLeftovers(): Promise<void>;
}

export interface DatabaseCredentials {
  readonly username: string;
  readonly password: string;
}

export interface DatabaseSettings {
  /** Of the parameter group. Those the server does not know are not passed on. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Refuse connections that are not encrypted, as `rds.force_ssl` does. */
  readonly forceTls: boolean;
  /** The server whose changes a standby follows. */
  readonly primary?: { readonly id: string; readonly host: string; readonly port: number } | undefined;
  /** Instances that follow this one: what they have not received yet is kept for them, within bounds. */
  readonly standbys?: readonly string[] | undefined;
  /** Keep the whole log of what is written, apart from the data, so that other instances can begin with the state of any time. */
  readonly keepsArchive?: boolean | undefined;
}

/** Up to where the log is followed on top of a backup. */
export type RecoveryTarget = { readonly timeMs: number } | { readonly position: string };

/** What a server's archive holds now. */
export interface ArchiveMark {
  /** Everything that was committed before this call is in the archive up to this position of the log. */
  readonly position: string;
  /** For the next call. */
  readonly writes: string;
}

/** What a cluster is made of, where there is none yet. */
export type DatabaseOrigin =
  | {
      readonly kind: 'empty';
      readonly master: DatabaseCredentials;
      /** Owned by the master user. */
      readonly databaseName?: string | undefined;
    }
  | {
      readonly kind: 'backup';
      readonly backupId: string;
      /** Followed by what an instance's archive holds since. */
      readonly recovery?: { readonly archiveOf: string; readonly until: RecoveryTarget } | undefined;
    }
  /** A copy of the primary, which must run, that goes on following it. */
  | { readonly kind: 'primary' };

export interface DatabaseSpec extends DatabaseSettings {
  /** Names the instance's data for good; letters, digits and hyphens. */
  readonly id: string;
  /** The names that clients connect to, for the server's certificate. */
  readonly hostNames: readonly string[];
  /** Used at the first start only; later changes of the password go through `setPassword`. */
  readonly origin: DatabaseOrigin;
  /** Called when the server ended without having been told to. */
  readonly onExit: (reason: string) => void;
}

export interface RunningDatabase {
  readonly host: string;
  readonly port: number;
  /** Of the program that runs, such as `18.4`. */
  readonly version: string;
  /** Whether this start made the cluster. */
  readonly isNew: boolean;
  /** Whether it follows another server and refuses writes. */
  readonly isStandby: boolean;
  /** Parameters that were asked for and are not in effect here. */
  readonly storedParameters: readonly string[];
}

/** The database cannot run. The message is one sentence of cause. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** What the user can change, as a sentence. */
  readonly remedy: string | undefined;

  constructor(message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.remedy = options.remedy;
  }
}
