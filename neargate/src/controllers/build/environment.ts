import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Unpack } from '../../drivers/build/unpack-worker.ts';
import type { Store } from '../../store/store.ts';

/** What running builds needs of its surroundings. */
export interface BuildEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
  /** What an operation gets that is called for an account and region. */
  contextOf(scope: string): OperationContext;
  /** Where each build has a folder while it runs. */
  readonly buildDirectory: string;
  /** What outlives a build: npm's downloads, the paths that buildspecs cache. */
  readonly cacheDirectory: string;
  /** How many builds run at the same time. */
  readonly places: number;
  /** Whether the folders of builds that have ended stay, for looking at them. */
  readonly keepsFolders: boolean;
  readonly unpack: Unpack;
  /** The environment of this process, of which builds see what they need of the machine. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Programs that stand in for those of a build image, and what they need to be told. */
  shims(): {
    readonly binDirectories: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  };
}

/** A phase cannot go on; code and message are those of the phase's context. */
export class PhaseFailure extends Error {
  override readonly name = 'PhaseFailure';
  readonly statusCode: string;

  constructor(statusCode: string, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** The build must end where it is. */
export class BuildInterruption extends Error {
  override readonly name = 'BuildInterruption';
  readonly buildStatus: 'STOPPED' | 'TIMED_OUT' | 'FAULT';
  readonly context: { readonly statusCode: string; readonly message: string };

  constructor(buildStatus: BuildInterruption['buildStatus'], statusCode: string, message: string) {
    super(message);
    this.buildStatus = buildStatus;
    this.context = { statusCode, message };
  }
}
