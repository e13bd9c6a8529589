import { parseArn } from '../../core/arn.ts';
import { iamTables } from '../../services/iam/store.ts';
import { succeededActions } from '../../services/codepipeline/executions.ts';
import {
  type ActionExecutionRow,
  type ArtifactLocation,
  codepipelineTables,
  type CodepipelineTables,
  type PipelineExecutionRow,
  versionKey,
} from '../../services/codepipeline/store.ts';
import { newOutputLocations } from './artifacts.ts';
import type { PipelineEnvironment } from './environment.ts';
import { declaredAction } from './pipeline-view.ts';
import { resolveVariables, type VariableScope } from './resolve-variables.ts';

/** An action execution that begins now: in progress, or failed already because it cannot begin. */
export function newActionExecution(
  { store, clock, ids }: PipelineEnvironment,
  scope: string,
  execution: PipelineExecutionRow,
  actionName: string,
): ActionExecutionRow {
  const tables = codepipelineTables(store, scope);
  const { declaration } =
    tables.versions.get(versionKey(execution.pipelineName, execution.pipelineVersion)) ?? {};
  const action = declaredAction(tables, execution, actionName);
  if (declaration === undefined || action?.actionTypeId === undefined)
    throw new Error(`execution ${execution.pipelineExecutionId} has no action ${actionName}`);
  const [accountId = '', pipelineRegion = ''] = scope.split('/');
  const region = action.region ?? pipelineRegion;
  const roleArn = action.roleArn ?? declaration.roleArn ?? '';
  const configuration = action.configuration ?? {};
  const resolution = resolveVariables(configuration, variablesOf(tables, execution));
  const inputs = inputLocations(
    tables,
    execution,
    (action.inputArtifacts ?? []).map(({ name = '' }) => name),
  );
  const problem =
    ('unresolved' in resolution ? unresolvedVariable(actionName, resolution.unresolved) : undefined) ??
    inputs.problem ??
    (hasRole(store, accountId, roleArn) ? undefined : missingRole(roleArn)) ??
    (region === pipelineRegion ? undefined : otherRegion(actionName, region));
  const nowMs = clock.now();
  return {
    actionExecutionId: ids.uuid(),
    pipelineName: execution.pipelineName,
    pipelineExecutionId: execution.pipelineExecutionId,
    pipelineVersion: execution.pipelineVersion,
    stageName: execution.observed.stageName,
    actionName,
    actionTypeId: action.actionTypeId,
    region,
    roleArn,
    namespace: action.namespace,
    configuration,
    resolvedConfiguration: 'configuration' in resolution ? resolution.configuration : undefined,
    inputArtifacts: inputs.locations,
    outputArtifacts: newOutputLocations(declaration, action, pipelineRegion, ids),
    timeoutMinutes: action.timeoutInMinutes,
    startedAtMs: nowMs,
    ...(action.actionTypeId.category === 'Approval' ? { approvalToken: ids.uuid() } : {}),
    observed:
      problem === undefined
        ? { status: 'InProgress', updatedAtMs: nowMs }
        : { status: 'Failed', updatedAtMs: nowMs, errorDetails: problem },
  };
}

type Problem = { readonly code: string; readonly message: string };

function unresolvedVariable(actionName: string, reference: string): Problem {
  return {
    code: 'ConfigurationError',
    message: `An action in this pipeline failed because one or more variables could not be resolved: Action name=[${actionName}]. This can result when a variable is referenced that does not exist. Validate the pipeline action configuration. Variable=[${reference}]`,
  };
}

function missingRole(roleArn: string): Problem {
  return {
    code: 'PermissionError',
    message: `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}: the role does not exist.`,
  };
}

function otherRegion(actionName: string, region: string): Problem {
  return {
    code: 'ConfigurationError',
    message: `Action '${actionName}' is declared in Region ${region}; Neargate runs the actions of a pipeline in the pipeline's own Region only.`,
  };
}

/** Roles of other accounts cannot be seen from here. */
function hasRole(store: PipelineEnvironment['store'], accountId: string, roleArn: string): boolean {
  const arn = parseArn(roleArn);
  if (arn === undefined || arn.accountId !== accountId) return true;
  return iamTables(store, accountId).roles.has(arn.resource.split('/').at(-1) ?? '');
}

function inputLocations(
  tables: CodepipelineTables,
  execution: PipelineExecutionRow,
  names: readonly string[],
): { readonly locations: readonly ArtifactLocation[]; readonly problem?: Problem } {
  const made = new Map(
    succeededActions(tables, execution).flatMap(({ outputArtifacts }) =>
      outputArtifacts.map((location): [string, ArtifactLocation] => [location.name, location]),
    ),
  );
  const missing = names.find((name) => !made.has(name));
  const locations = names.flatMap((name) => made.get(name) ?? []);
  if (missing === undefined) return { locations };
  return {
    locations,
    problem: {
      code: 'ConfigurationError',
      message: `The input artifact '${missing}' was not put out by any action of this execution.`,
    },
  };
}

function variablesOf(tables: CodepipelineTables, execution: PipelineExecutionRow): VariableScope {
  const scope = new Map<string, Readonly<Record<string, string>>>();
  for (const { namespace, observed } of succeededActions(tables, execution)) {
    if (namespace !== undefined) scope.set(namespace, observed.outputVariables ?? {});
  }
  scope.set('codepipeline', { PipelineExecutionId: execution.pipelineExecutionId });
  scope.set('variables', execution.variables);
  return scope;
}
