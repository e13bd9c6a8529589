import type { EnvironmentVariable, LogsConfig, StartBuildInput } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { recordPhaseChange, recordStateChange } from './build-events.ts';
import { invalidInput } from './errors.ts';
import { validateProject } from './project-validation.ts';
import { codebuildArn, findProject } from './projects.ts';
import {
  type BuildRow,
  type BuildSettings,
  codebuildTablesOf,
  type PipelineArtifact,
  type ProjectRow,
  type ProjectSettings,
} from './store.ts';

/** AWS keeps builds for a year; the journal keeps this many that have ended. */
const keptBuilds = 1000;

/** StartBuild's members, and what only CodePipeline says. */
export interface BuildRequest extends Omit<StartBuildInput, 'projectName' | 'environmentVariablesOverride'> {
  readonly projectName: string;
  /** `codepipeline/NAME`, `rule/NAME` or the caller's name. */
  readonly initiator: string;
  readonly environmentVariablesOverride?: readonly EnvironmentVariable[] | undefined;
  /** The commit, image or object version that the pipeline's source has. */
  readonly resolvedSourceVersion?: string | undefined;
  readonly pipelineInput?:
    | { readonly primary: string; readonly artifacts: readonly PipelineArtifact[] }
    | undefined;
  readonly pipelineOutput?: readonly PipelineArtifact[] | undefined;
}

/**
 * Puts a build in the queue, in the transaction under way; the build controller runs it.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 * @throws AwsError when there is no such project, what is overridden does not fit, or the project runs as many builds as it may
 */
export function startBuild(context: OperationContext, request: BuildRequest): BuildRow {
  const project = findProject(context, request.projectName);
  const settings = settingsOf(project, request);
  requirePipeline(project, settings, request);
  requireFreePlace(context, project);
  const limit = request.autoRetryLimitOverride ?? project.settings.autoRetryLimit ?? 0;
  return putBuild(context, project, {
    initiator: request.initiator,
    settings,
    pipelineInput: request.pipelineInput,
    pipelineOutput: request.pipelineOutput,
    resolvedSourceVersion: request.resolvedSourceVersion,
    autoRetry: limit === 0 ? undefined : { limit, number: 0 },
  });
}

/**
 * Starts the same build again: same project, same settings, a number of its own.
 * @throws AwsError when its project is gone or runs as many builds as it may
 */
export function startAgain(
  context: OperationContext,
  before: BuildRow,
  autoRetry?: BuildRow['autoRetry'],
): BuildRow {
  const project = findProject(context, before.projectName);
  requireFreePlace(context, project);
  return putBuild(context, project, {
    initiator: before.initiator,
    settings: before.settings,
    pipelineInput: before.pipelineInput,
    pipelineOutput: before.pipelineOutput,
    resolvedSourceVersion: undefined,
    autoRetry,
  });
}

interface NewBuild extends Pick<
  BuildRow,
  'initiator' | 'settings' | 'pipelineInput' | 'pipelineOutput' | 'autoRetry'
> {
  readonly resolvedSourceVersion: string | undefined;
}

function putBuild(
  context: OperationContext,
  project: ProjectRow,
  { resolvedSourceVersion, ...given }: NewBuild,
): BuildRow {
  const tables = codebuildTablesOf(context);
  const uuid = context.ids.uuid();
  const id = `${project.name}:${uuid}`;
  const nowMs = context.clock.now();
  const buildNumber = (project.buildCount ?? 0) + 1;
  const row: BuildRow = {
    ...given,
    id,
    uuid,
    arn: codebuildArn(context, `build/${id}`),
    projectName: project.name,
    buildNumber,
    startedAtMs: nowMs,
    observed: {
      buildStatus: 'IN_PROGRESS',
      currentPhase: 'QUEUED',
      phases: [
        {
          phaseType: 'SUBMITTED',
          phaseStatus: 'SUCCEEDED',
          startedAtMs: nowMs,
          endedAtMs: nowMs,
          contexts: [],
        },
        { phaseType: 'QUEUED', startedAtMs: nowMs, contexts: [] },
      ],
      resolvedSourceVersion,
      exportedEnvironmentVariables: [],
      secondaryArtifacts: [],
      reportArns: [],
    },
  };
  context.store.transact(() => {
    tables.projects.put(project.name, { ...project, buildCount: buildNumber });
    tables.builds.put(id, row);
    forgetOldBuilds(context);
    recordStateChange(context, row);
    recordPhaseChange(context, row, 'SUBMITTED');
  });
  return row;
}

function forgetOldBuilds(context: OperationContext): void {
  const { builds } = codebuildTablesOf(context);
  for (const [id, { observed }] of builds.entries()) {
    if (builds.size <= keptBuilds) break;
    if (observed.endedAtMs !== undefined) builds.delete(id);
  }
}

function settingsOf(project: ProjectRow, request: BuildRequest): BuildSettings {
  const before = project.settings;
  const { source, artifacts } = before;
  const environment = before.environment;
  if (source === undefined || artifacts === undefined || environment === undefined)
    throw invalidInput(`Project ${project.name} has no source, artifacts or environment`);
  const settings: BuildSettings = {
    source: {
      ...source,
      type: request.sourceTypeOverride ?? source.type,
      location: request.sourceLocationOverride ?? source.location,
      buildspec: request.buildspecOverride ?? source.buildspec,
      gitCloneDepth: request.gitCloneDepthOverride ?? source.gitCloneDepth,
      gitSubmodulesConfig: request.gitSubmodulesConfigOverride ?? source.gitSubmodulesConfig,
      insecureSsl: request.insecureSslOverride ?? source.insecureSsl,
    },
    sourceVersion: request.sourceVersion ?? before.sourceVersion,
    secondarySources: request.secondarySourcesOverride ?? before.secondarySources ?? [],
    secondarySourceVersions: request.secondarySourcesVersionOverride ?? before.secondarySourceVersions ?? [],
    artifacts: withArtifactDefaults(project.name, request.artifactsOverride ?? artifacts),
    secondaryArtifacts: request.secondaryArtifactsOverride ?? before.secondaryArtifacts ?? [],
    cache: request.cacheOverride ?? before.cache ?? { type: 'NO_CACHE' },
    environment: {
      ...environment,
      type: request.environmentTypeOverride ?? environment.type,
      image: request.imageOverride ?? environment.image,
      computeType: request.computeTypeOverride ?? environment.computeType,
      privilegedMode: request.privilegedModeOverride ?? environment.privilegedMode,
      certificate: request.certificateOverride ?? environment.certificate,
      registryCredential: request.registryCredentialOverride ?? environment.registryCredential,
      imagePullCredentialsType:
        request.imagePullCredentialsTypeOverride ?? environment.imagePullCredentialsType,
      environmentVariables: mergeVariables(
        environment.environmentVariables ?? [],
        request.environmentVariablesOverride ?? [],
      ),
    },
    serviceRole: request.serviceRoleOverride ?? before.serviceRole ?? '',
    logsConfig: logsOf(before, request.logsConfigOverride),
    timeoutInMinutes: request.timeoutInMinutesOverride ?? before.timeoutInMinutes ?? 60,
    queuedTimeoutInMinutes: request.queuedTimeoutInMinutesOverride ?? before.queuedTimeoutInMinutes ?? 480,
    encryptionKey: request.encryptionKeyOverride ?? before.encryptionKey ?? '',
    vpcConfig: before.vpcConfig,
    fileSystemLocations: before.fileSystemLocations,
  };
  const { secondarySourceVersions, secondarySources, secondaryArtifacts, ...rest } = settings;
  validateProject({
    ...rest,
    secondarySources: [...secondarySources],
    secondarySourceVersions: [...secondarySourceVersions],
    secondaryArtifacts: [...secondaryArtifacts],
    fileSystemLocations: undefined,
  });
  return settings;
}

function withArtifactDefaults(
  projectName: string,
  artifacts: BuildSettings['artifacts'],
): BuildSettings['artifacts'] {
  if (artifacts.type !== 'S3') return artifacts;
  return { namespaceType: 'NONE', packaging: 'NONE', name: projectName, ...artifacts };
}

function logsOf({ logsConfig }: ProjectSettings, override: LogsConfig | undefined): LogsConfig {
  return { ...logsConfig, ...override };
}

/** A variable that the request names takes the place of the project's, type and all. */
function mergeVariables(
  project: readonly EnvironmentVariable[],
  override: readonly EnvironmentVariable[],
): EnvironmentVariable[] {
  const given = override.map((variable) => ({ ...variable, type: variable.type ?? 'PLAINTEXT' }));
  return [...project.filter(({ name }) => !given.some((other) => other.name === name)), ...given];
}

/** Only CodePipeline can give the input of a project whose source it is. */
function requirePipeline(
  project: ProjectRow,
  { source, artifacts }: BuildSettings,
  { pipelineInput }: BuildRequest,
): void {
  if (source.type === 'CODEPIPELINE' && pipelineInput === undefined)
    throw invalidInput(
      `Project ${project.name} has the source type CODEPIPELINE: start its pipeline, or name another source with sourceTypeOverride, sourceLocationOverride and artifactsOverride`,
    );
  if (artifacts.type === 'CODEPIPELINE' && pipelineInput === undefined)
    throw invalidInput(`Project ${project.name} has the artifacts type CODEPIPELINE: start its pipeline`);
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html#CodeBuild-Type-Project-concurrentBuildLimit */
function requireFreePlace(context: OperationContext, { name, settings }: ProjectRow): void {
  const limit = settings.concurrentBuildLimit;
  if (limit === undefined) return;
  const active = [...codebuildTablesOf(context).builds.values()].filter(
    ({ projectName, observed }) => projectName === name && observed.buildStatus === 'IN_PROGRESS',
  ).length;
  if (active >= limit)
    throw new AwsError(
      'AccountLimitExceededException',
      `Cannot have more than ${limit} active builds for the project`,
    );
}
