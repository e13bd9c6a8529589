import path from 'node:path';
import { AwsError } from '../../core/aws-error.ts';
import type { FailureCause, StageStatus } from '../../gateway/pipeline-protocol.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import { codedeployTables } from '../../services/codedeploy/store.ts';
import { codepipelineTables, type PipelineExecutionRow } from '../../services/codepipeline/store.ts';
import { serviceEvents } from '../../services/ecs/service-events.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { failedOutput, failedPhase, findBuild } from './build-facts.ts';
import { imageBuildFailure, withoutImageBuildFailure } from './build-output.ts';

/** Enough for what a test runner says of a failed test, with the lines of the test and its own summary. */
const linesShown = 16;
const eventsShown = 3;

type CauseSources = Pick<ControlPlane, 'store' | 'logs' | 'invokeNow'>;

/** Why an execution failed: the first action that did, in one sentence, with the place and the lines behind it. */
export function failureCause(
  plane: CauseSources,
  scope: string,
  execution: PipelineExecutionRow,
  stages: readonly StageStatus[],
): FailureCause {
  const failed = stages
    .flatMap((stage) => stage.actions.map((action) => ({ stage: stage.name, ...action })))
    .find(({ status }) => status === 'Failed' || status === 'Abandoned');
  if (failed === undefined) {
    const { stageName, statusSummary } = execution.observed;
    return { where: stageName, sentence: statusSummary ?? 'The stage failed.', lines: [] };
  }
  const where = `${failed.stage}/${failed.name}`;
  const fallback = { where, sentence: failed.error ?? `The action was ${failed.status}.`, lines: [] };
  const run = execution.observed.stages.find(({ stageName }) => stageName === failed.stage);
  const row = codepipelineTables(plane.store, scope).actions.get(run?.actions[failed.name] ?? '');
  if (row === undefined) return fallback;
  if (failed.provider === 'CodeBuild') {
    const build = findBuild(plane, scope, row.observed.externalExecutionId);
    return build === undefined ? fallback : { where, ...buildCause(plane, scope, build, fallback.sentence) };
  }
  if (failed.provider === 'ECS') {
    const service = row.resolvedConfiguration?.['ServiceName'] ?? '';
    return { ...fallback, lines: unhealthyEvents(plane, scope, service, row.startedAtMs) };
  }
  if (failed.provider === 'CodeDeployToECS') {
    const { deployments } = codedeployTables(plane.store, scope);
    const service = deployments.get(row.observed.externalExecutionId ?? '')?.ecsService.serviceName;
    if (service === undefined) return fallback;
    return { ...fallback, lines: unhealthyEvents(plane, scope, service, row.startedAtMs) };
  }
  return fallback;
}

/** The phase, the command and how it ended, where the command is written, and what it wrote last. */
export function buildCause(
  plane: CauseSources,
  scope: string,
  build: BuildRow,
  otherwise: string,
): Omit<FailureCause, 'where'> {
  const failed = failedPhase(build);
  if (failed === undefined) return { sentence: otherwise, lines: [] };
  const output = failedOutput(plane, scope, build, failed.phase);
  const image = imageBuildFailure(output);
  const command = /^Error while executing command: (.*)\. Reason: (.*?)\.?$/s.exec(failed.message);
  const [, text = '', reason = ''] = command ?? [];
  const how =
    command === null
      ? failed.message || failed.code
      : image === undefined
        ? `${firstLine(text)} ended with ${reason}`
        : `${firstLine(text)}: ${image.message}`;
  const place = image?.place ?? (command === null ? undefined : placeOfCommand(plane, scope, build, text));
  const log = `See all of it with: neargate logs build ${build.projectName}`;
  return {
    sentence: `Build ${build.projectName} failed in phase ${failed.phase}: ${how.replace(/\.$/, '')}.`,
    ...(place === undefined ? {} : { place }),
    lines: (image === undefined ? output : withoutImageBuildFailure(output)).slice(-linesShown),
    remedy: image?.remedy === undefined ? log : `${image.remedy} ${log}`,
  };
}

/** The line of the buildspec, in the commit that was built, where a command is written. */
function placeOfCommand(
  plane: CauseSources,
  scope: string,
  build: BuildRow,
  command: string,
): string | undefined {
  const inline = build.settings.source.buildspec ?? '';
  if (inline.includes('\n')) return undefined;
  const file = path.posix.normalize(inline === '' ? 'buildspec.yml' : inline);
  const repositoryName = sourceRepository(plane, scope, build);
  const commitSpecifier = build.observed.resolvedSourceVersion;
  if (repositoryName === undefined || commitSpecifier === undefined) return undefined;
  try {
    const { fileContent } = plane.invokeNow(scope, 'codecommit', 'GetFile', {
      repositoryName,
      commitSpecifier,
      filePath: file,
    }) as { fileContent?: Uint8Array };
    const line = lineOf(Buffer.from(fileContent ?? []).toString('utf8'), firstLine(command));
    return line === undefined ? undefined : `${file}:${line}`;
  } catch (error) {
    // A buildspec that is not in the repository has no line to show.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** The CodeCommit repository that the pipeline of a build reads. */
function sourceRepository(
  { store }: CauseSources,
  scope: string,
  { initiator }: BuildRow,
): string | undefined {
  const [kind, name = ''] = initiator.split('/');
  if (kind !== 'codepipeline') return undefined;
  return codepipelineTables(store, scope)
    .pipelines.get(name)
    ?.declaration.stages?.[0]?.actions?.find(({ actionTypeId }) => actionTypeId?.provider === 'CodeCommit')
    ?.configuration?.['RepositoryName'];
}

/** The line, from 1, that a command stands in; a list item may be quoted or a block of several lines. */
export function lineOf(source: string, command: string): number | undefined {
  const wanted = command.trim();
  if (wanted === '') return undefined;
  const lines = source.split('\n').map((line) => line.trim().replace(/^-\s+/, ''));
  const exact = lines.findIndex((line) => [wanted, `"${wanted}"`, `'${wanted}'`].includes(line));
  const found = exact === -1 ? lines.findIndex((line) => line.includes(wanted)) : exact;
  return found === -1 ? undefined : found + 1;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

/** What the scheduler said about tasks that did not become healthy, oldest first. */
function unhealthyEvents({ store }: CauseSources, scope: string, serviceName: string, sinceMs: number) {
  const service = [...ecsTables(store, scope).services.values()].find(
    (row) => row.serviceName === serviceName,
  );
  if (service === undefined) return [];
  return serviceEvents(store, scope, service)
    .filter(
      ({ createdAtMs, message }) =>
        createdAtMs >= sinceMs && /unhealthy|unable|failed|rolling back/.test(message),
    )
    .slice(0, eventsShown)
    .map(({ message }) => message)
    .toReversed();
}
