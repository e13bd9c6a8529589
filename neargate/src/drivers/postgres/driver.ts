/**
 * Runs the databases behind RDS instances. One implementation per way of running them. Calls for one instance must not
 * overlap; calls for different instances may.
 */
export interface DatabaseDriver {
  /**
   * Makes the instance's cluster when there is none, ends what an earlier Neargate left running of it, starts the server and,
   * the first time, makes the master user and the database. Resolves once the server accepts connections.
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
}

export interface DatabaseSpec extends DatabaseSettings {
  /** Names the instance's data for good; letters, digits and hyphens. */
  readonly id: string;
  /** The names that clients connect to, for the server's certificate. */
  readonly hostNames: readonly string[];
  /** Made at the first start, owned by the master user. */
  readonly databaseName?: string | undefined;
  /** Used at the first start only; later changes go through `setPassword`. */
  readonly master: DatabaseCredentials;
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
