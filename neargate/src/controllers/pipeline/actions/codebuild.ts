import { AwsError } from '../../../core/aws-error.ts';
import { requireAccess } from '../../../services/iam/authorization/authorize.ts';
import type { BuildRequest, BuildView } from '../environment.ts';
import { ActionFailure, type ActionProvider, type ActionRun, type ActionState, hourMs } from './provider.ts';

/**
 * Runs a build and takes its outcome. A pipeline that is stopped does not stop the build.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export const codebuildAction: ActionProvider = {
  timeoutMs: () => 8 * hourMs,
  async start(run) {
    const request = buildRequest(run);
    return () => ({ kind: 'in-progress', externalExecutionId: startBuild(run, request) });
  },
  poll({ environment, context, row }) {
    const id = row.observed.externalExecutionId ?? '';
    const build = environment.builds.find(context, id);
    return build === undefined ? failed(`Build ${id} does not exist any more.`) : outcomeOf(build);
  },
  isConcerned: ({ table, key }, { observed }, { builds }) =>
    table === builds.tableName && key === observed.externalExecutionId,
};

function startBuild({ environment, context }: ActionRun, request: BuildRequest): string {
  try {
    const { accountId, region } = context.caller;
    requireAccess(context, 'json', {
      action: 'codebuild:StartBuild',
      resource: `arn:aws:codebuild:${region}:${accountId}:project/${request.projectName}`,
    });
    return environment.builds.start(context, request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ActionFailure('JobFailed', `Error calling startBuild: ${error.message}`);
  }
}

function buildRequest({ row, configuration, sourceRevisionId }: ActionRun): BuildRequest {
  if (configuration['BatchEnabled'] === 'true') {
    throw new ActionFailure(
      'ConfigurationError',
      `Neargate does not run batch builds; set BatchEnabled of action '${row.actionName}' to false to run a single build.`,
    );
  }
  const primaryName = configuration['PrimarySource'] ?? row.inputArtifacts[0]?.name ?? '';
  const primary = row.inputArtifacts.find(({ name }) => name === primaryName);
  if (primary === undefined)
    throw new ActionFailure(
      'ConfigurationError',
      `PrimarySource '${primaryName}' of action '${row.actionName}' is not one of its input artifacts.`,
    );
  return {
    projectName: configuration['ProjectName'] ?? '',
    initiator: `codepipeline/${row.pipelineName}`,
    sourceVersion: `arn:aws:s3:::${primary.bucket}/${primary.key}`,
    ...(sourceRevisionId === undefined ? {} : { resolvedSourceVersion: sourceRevisionId }),
    pipelineInput: { primary: primaryName, artifacts: row.inputArtifacts },
    pipelineOutput: row.outputArtifacts,
    environmentVariablesOverride: environmentVariables(configuration['EnvironmentVariables']),
  };
}

type Variables = BuildRequest['environmentVariablesOverride'];

/** The declaration was checked; a variable's value may have broken the JSON since. */
function environmentVariables(text: string | undefined): Variables {
  if (text === undefined) return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new ActionFailure(
      'ConfigurationError',
      `EnvironmentVariables is not valid JSON once its variables are replaced: ${(error as Error).message}`,
    );
  }
  return (Array.isArray(list) ? (list as unknown[]) : []).map((item) => {
    const { name = '', value = '', type } = item as Record<string, string | undefined>;
    if (type === 'PARAMETER_STORE' || type === 'SECRETS_MANAGER') return { name, value, type };
    if (type === undefined || type === 'PLAINTEXT') return { name, value, type: 'PLAINTEXT' };
    throw new ActionFailure(
      'ConfigurationError',
      `The environment variable '${name}' has the type '${type}', which is not PLAINTEXT, PARAMETER_STORE or SECRETS_MANAGER.`,
    );
  });
}

function outcomeOf({ buildStatus, phases, exportedEnvironmentVariables }: BuildView): ActionState {
  if (buildStatus === 'IN_PROGRESS') return { kind: 'in-progress' };
  if (buildStatus === 'SUCCEEDED') {
    return {
      kind: 'succeeded',
      outputVariables: Object.fromEntries(
        exportedEnvironmentVariables.map(({ name, value }) => [name, value]),
      ),
    };
  }
  const cause = phases
    .filter(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== 'SUCCEEDED')
    .flatMap(({ phaseType, contexts = [] }) => contexts.map((context) => ({ phaseType, ...context })))
    .find(({ message, statusCode }) => (message ?? statusCode ?? '') !== '');
  const detail =
    cause === undefined
      ? ''
      : `. Phase: ${cause.phaseType}, Code: ${cause.statusCode ?? ''}, Message: ${cause.message ?? ''}`;
  return failed(`Build terminated with state: ${buildStatus}${detail}`);
}

function failed(message: string): ActionState {
  return { kind: 'failed', code: 'JobFailed', message };
}
