import type { OperationContext } from '../../../services/context.ts';
import type { ActionExecutionRow, SourceRevisionRow } from '../../../services/codepipeline/store.ts';
import type { Change } from '../../../store/table.ts';
import type { PipelineEnvironment } from '../environment.ts';

/** One run of one action, as its provider gets it. */
export interface ActionRun {
  readonly environment: PipelineEnvironment;
  /** For calls in the account and region of the pipeline. */
  readonly context: OperationContext;
  readonly row: ActionExecutionRow;
  /** The action's configuration with variables replaced. */
  readonly configuration: Readonly<Record<string, string>>;
  /** What the start of the execution asked the source to be. */
  readonly sourceOverride?: { readonly type: string; readonly value: string } | undefined;
  /** The revision that the execution's first source found. */
  readonly sourceRevisionId?: string | undefined;
}

/** How an action stands. */
export type ActionState =
  | {
      readonly kind: 'in-progress';
      readonly externalExecutionId?: string | undefined;
      /** The action has begun, and started nothing outside that would have an id. */
      readonly hasBegun?: true;
      readonly summary?: string | undefined;
    }
  | {
      readonly kind: 'succeeded';
      readonly externalExecutionId?: string | undefined;
      readonly summary?: string | undefined;
      readonly outputVariables?: Readonly<Record<string, string>> | undefined;
      readonly revision?: SourceRevisionRow | undefined;
      readonly updatedBy?: string | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly updatedBy?: string | undefined;
    };

/** Begins an action; gets its row as it is by then. */
export type Begin = (fresh: ActionExecutionRow) => ActionState;

/** Why an action fails, as AWS or, where it has no such case, Neargate says it. */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';
  /** Such as `ConfigurationError` or `JobFailed`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A kind of action: how it starts and how one sees that it has ended. */
export interface ActionProvider {
  /** After so long an action fails, in milliseconds. */
  timeoutMs(row: ActionExecutionRow): number;
  /**
   * Gathers what the action needs, which may take time, and resolves to what begins it. That is called in the transaction that
   * records its result, so an action is begun exactly once; what comes before it may be repeated after a crash. Both may throw
   * ActionFailure or AwsError, and nothing is written then.
   */
  start(run: ActionRun): Promise<Begin>;
  /** How an action that has begun stands now; called in the transaction that records it. */
  poll(run: ActionRun): ActionState;
  /** Whether a change of a row concerns an action in progress. */
  isConcerned?(change: Change, row: ActionExecutionRow, environment: PipelineEnvironment): boolean;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
export const defaultTimeoutMs = hourMs;

/** The poll of actions that have ended when they have begun. */
export function endsAtOnce(): never {
  throw new ActionFailure('InternalError', 'The action has begun, but how it ended was not recorded.');
}
