import { AwsError } from '../../core/aws-error.ts';
import { UserError } from '../../core/user-error.ts';
import { codedeployTableNames } from '../../services/codedeploy/store.ts';
import { tellActionState } from '../../services/codepipeline/execution-events.ts';
import { succeededActions } from '../../services/codepipeline/executions.ts';
import {
  type ActionExecutionRow,
  codepipelineTableNames,
  codepipelineTables,
} from '../../services/codepipeline/store.ts';
import { ecsTableNames } from '../../services/ecs/store.ts';
import type { Change } from '../../store/table.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { providerOf } from './actions/providers.ts';
import {
  ActionFailure,
  type ActionProvider,
  type ActionRun,
  type ActionState,
  type Begin,
} from './actions/provider.ts';
import { inActionRole } from './action-role.ts';
import type { PipelineEnvironment } from './environment.ts';
import { pipelineKey, splitKey } from './keys.ts';

/** Tables whose rows actions in progress may watch, beside their own. */
const ownTables: ReadonlySet<string> = new Set(Object.values(codepipelineTableNames));

/**
 * Begins each action that is in progress, looks how it stands, and records how it ended. An action that has begun something
 * outside has its id in `observed.externalExecutionId`, written in the transaction that began it.
 */
export function actionReconciler(environment: PipelineEnvironment): Reconciler {
  const { store } = environment;
  const actionsIn = (scope: string) => codepipelineTables(store, scope).actions;
  const inProgress = (scope: string) =>
    [...actionsIn(scope).values()].filter(({ observed }) => observed.status === 'InProgress');
  return {
    name: 'pipeline-action',
    keysFor(change) {
      if (change.table === codepipelineTableNames.actions) {
        const after = change.after as ActionExecutionRow | undefined;
        return after?.observed.status === 'InProgress' ? [pipelineKey(change.scope, change.key)] : [];
      }
      if (ownTables.has(change.table) || !isWatched(change, environment)) return [];
      return inProgress(change.scope)
        .filter((row) => providerOf(row.actionTypeId).isConcerned?.(change, row, environment) === true)
        .map((row) => pipelineKey(change.scope, row.actionExecutionId));
    },
    initialKeys() {
      return store
        .scopes(codepipelineTableNames.actions)
        .flatMap((scope) => inProgress(scope).map((row) => pipelineKey(scope, row.actionExecutionId)));
    },
    async reconcile(key, signal) {
      const [scope, id] = splitKey(key);
      const row = actionsIn(scope).get(id);
      if (row?.observed.status !== 'InProgress') return undefined;
      return new ActionReconcile(environment, scope, row, signal).run();
    },
  };
}

/** Most changes concern no action: those of these tables may. */
function isWatched({ table }: Change, { builds }: PipelineEnvironment): boolean {
  return table === builds.tableName || watchedTables.has(table);
}

const watchedTables: ReadonlySet<string> = new Set([
  ecsTableNames.services,
  ecsTableNames.serviceDeployments,
  codedeployTableNames.deployments,
]);

/** One look at one action. */
class ActionReconcile {
  private readonly environment: PipelineEnvironment;
  private readonly scope: string;
  private readonly row: ActionExecutionRow;
  private readonly provider: ActionProvider;
  private readonly signal: AbortSignal;
  private readonly deadlineMs: number;

  constructor(environment: PipelineEnvironment, scope: string, row: ActionExecutionRow, signal: AbortSignal) {
    this.environment = environment;
    this.scope = scope;
    this.row = row;
    this.provider = providerOf(row.actionTypeId);
    this.signal = signal;
    this.deadlineMs = row.startedAtMs + this.provider.timeoutMs(row);
  }

  async run(): Promise<ReconcileResult | undefined> {
    const { environment, row } = this;
    if (environment.clock.now() >= this.deadlineMs) {
      this.record(() => {
        const state = hasBegun(row) ? this.provider.poll(this.runOf(row)) : undefined;
        return state === undefined || state.kind === 'in-progress' ? timedOut(row, this.provider) : state;
      });
      return undefined;
    }
    if (hasBegun(row)) return this.record((fresh) => this.provider.poll(this.runOf(fresh)));
    let begin: Begin;
    try {
      begin = await this.provider.start(this.runOf(row));
    } catch (error) {
      if (this.signal.aborted) throw error;
      return this.record(() => this.failure(error));
    }
    return this.record(begin);
  }

  /** Writes how the action stands, unless it ended meanwhile. What `look` throws makes the action fail, and undoes what it wrote. */
  private record(look: (fresh: ActionExecutionRow) => ActionState): ReconcileResult | undefined {
    const { store } = this.environment;
    try {
      return store.transact(() => this.write(look));
    } catch (error) {
      return store.transact(() => this.write(() => this.failure(error)));
    }
  }

  private write(look: (fresh: ActionExecutionRow) => ActionState): ReconcileResult | undefined {
    const { environment, scope } = this;
    const { actions } = codepipelineTables(environment.store, scope);
    const fresh = actions.get(this.row.actionExecutionId);
    if (fresh?.observed.status !== 'InProgress') return undefined;
    const state = look(fresh);
    const nowMs = environment.clock.now();
    const observed = observedAfter(fresh, state, nowMs);
    const changed = { ...fresh, observed };
    if (isNews(fresh, changed)) actions.put(fresh.actionExecutionId, changed);
    if (state.kind !== 'in-progress') {
      tellActionState(environment, scope, changed);
      return undefined;
    }
    return { requeueAfterMs: Math.max(1, this.deadlineMs - nowMs) };
  }

  private failure(error: unknown): ActionState {
    if (error instanceof ActionFailure) return { kind: 'failed', code: error.code, message: error.message };
    if (error instanceof AwsError)
      return { kind: 'failed', code: 'JobFailed', message: `${error.message} (${error.code})` };
    const { actionName, pipelineName } = this.row;
    if (!(error instanceof UserError))
      this.environment.log.error('pipeline-action: an action failed unexpectedly', {
        pipeline: pipelineName,
        action: actionName,
        error,
      });
    return {
      kind: 'failed',
      code: 'InternalError',
      message: error instanceof Error ? error.message : String(error),
    };
  }

  private runOf(row: ActionExecutionRow): ActionRun {
    const { environment, scope } = this;
    const tables = codepipelineTables(environment.store, scope);
    const execution = tables.executions.get(row.pipelineExecutionId);
    const override = execution?.sourceRevisions.find(({ actionName }) => actionName === row.actionName);
    const revisions = execution === undefined ? [] : succeededActions(tables, execution);
    return {
      environment,
      context: inActionRole(environment.contextOf(scope), row),
      row,
      configuration: row.resolvedConfiguration ?? row.configuration,
      sourceOverride: override && {
        type: override.revisionType ?? '',
        value: override.revisionValue ?? '',
      },
      sourceRevisionId: revisionOfInput(row, revisions),
    };
  }
}

/** The revision that the primary input has, when a source put it out; else that of the first source. */
function revisionOfInput(
  row: ActionExecutionRow,
  succeeded: readonly ActionExecutionRow[],
): string | undefined {
  const sources = succeeded.filter(({ observed }) => observed.revision !== undefined);
  const primary = row.resolvedConfiguration?.['PrimarySource'] ?? row.inputArtifacts[0]?.name;
  const own = sources.findLast(({ outputArtifacts }) => outputArtifacts.some(({ name }) => name === primary));
  return (own ?? sources[0])?.observed.revision?.revisionId;
}

function hasBegun({ observed }: ActionExecutionRow): boolean {
  return observed.externalExecutionId !== undefined || observed.hasBegun === true;
}

function timedOut(row: ActionExecutionRow, provider: ActionProvider): ActionState {
  const minutes = Math.round(provider.timeoutMs(row) / 60_000);
  return {
    kind: 'failed',
    code: 'TimeoutError',
    message: `The action did not end within its timeout of ${minutes} minutes.`,
  };
}

function observedAfter(
  { observed }: ActionExecutionRow,
  state: ActionState,
  nowMs: number,
): ActionExecutionRow['observed'] {
  switch (state.kind) {
    case 'in-progress':
      return {
        ...observed,
        externalExecutionId: state.externalExecutionId ?? observed.externalExecutionId,
        hasBegun: state.hasBegun ?? observed.hasBegun,
        summary: state.summary ?? observed.summary,
      };
    case 'succeeded':
      return {
        ...observed,
        status: 'Succeeded',
        updatedAtMs: nowMs,
        updatedBy: state.updatedBy,
        externalExecutionId: state.externalExecutionId ?? observed.externalExecutionId,
        summary: state.summary ?? observed.summary,
        outputVariables: state.outputVariables,
        revision: state.revision,
      };
    case 'failed':
      return {
        ...observed,
        status: 'Failed',
        updatedAtMs: nowMs,
        updatedBy: state.updatedBy,
        errorDetails: { code: state.code, message: state.message },
      };
  }
}

function isNews(before: ActionExecutionRow, after: ActionExecutionRow): boolean {
  return (
    after.observed.status !== before.observed.status ||
    after.observed.externalExecutionId !== before.observed.externalExecutionId ||
    after.observed.hasBegun !== before.observed.hasBegun ||
    after.observed.summary !== before.observed.summary
  );
}
