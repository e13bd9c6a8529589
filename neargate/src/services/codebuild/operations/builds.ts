import type {
  BatchDeleteBuildsInput,
  BatchDeleteBuildsOutput,
  BatchGetBuildsInput,
  BatchGetBuildsOutput,
  InvalidateProjectCacheInput,
  InvalidateProjectCacheOutput,
  ListBuildsForProjectInput,
  ListBuildsForProjectOutput,
  ListBuildsInput,
  ListBuildsOutput,
  RetryBuildInput,
  RetryBuildOutput,
  StartBuildBatchInput,
  StartBuildBatchOutput,
  StartBuildInput,
  StartBuildOutput,
  StopBuildInput,
  StopBuildOutput,
} from '@aws-sdk/client-codebuild';
import type { Caller, OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { type Page, paginate } from '../../pagination.ts';
import { describeBuild } from '../describe-build.ts';
import { invalidInput, invalidNextToken } from '../errors.ts';
import { findProject } from '../projects.ts';
import { startAgain, startBuild as start } from '../start-build.ts';
import { findBuild, lookUpBuild, stopBuild as stop } from '../stop-build.ts';
import { type BuildRow, codebuildTablesOf } from '../store.ts';

const pageSize = 100;
/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html */
export const startBuild = operation<StartBuildInput, StartBuildOutput>({
  handle(context, { projectName = '', ...input }) {
    const row = start(context, { ...input, projectName, initiator: initiatorOf(context.caller) });
    return { build: describeBuild(row) };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StopBuild.html */
export const stopBuild = operation<StopBuildInput, StopBuildOutput>({
  handle: (context, { id = '' }) => ({ build: describeBuild(stop(context, id)) }),
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html */
export const retryBuild = operation<RetryBuildInput, RetryBuildOutput>({
  input: { id: { required: true, min: 1 } },
  handle(context, { id = '' }) {
    const before = findBuild(context, id);
    if (before.pipelineInput !== undefined)
      throw invalidInput(`Build ${before.id} belongs to a pipeline: retry the pipeline's stage`);
    if (before.observed.buildStatus === 'IN_PROGRESS')
      throw invalidInput(`Build ${before.id} is in progress and cannot be retried`);
    return { build: describeBuild(startAgain(context, before)) };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuildBatch.html */
export const startBuildBatch = operation<StartBuildBatchInput, StartBuildBatchOutput>({
  handle() {
    throw invalidInput('Neargate does not run batch builds. Start a build for each entry of the batch.');
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html */
export const batchGetBuilds = operation<BatchGetBuildsInput, BatchGetBuildsOutput>({
  handle(context, { ids: wanted = [] }) {
    const found = wanted.map((id) => ({ id, row: lookUpBuild(context, id) }));
    return {
      builds: found.flatMap(({ row }) => (row === undefined ? [] : [describeBuild(row)])),
      buildsNotFound: found.flatMap(({ id, row }) => (row === undefined ? [id] : [])),
    };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchDeleteBuilds.html */
export const batchDeleteBuilds = operation<BatchDeleteBuildsInput, BatchDeleteBuildsOutput>({
  handle(context, { ids: wanted = [] }) {
    const deleted: string[] = [];
    const kept: { id: string; statusCode: string }[] = [];
    for (const id of wanted) {
      const row = lookUpBuild(context, id);
      if (row === undefined) kept.push({ id, statusCode: 'BUILD_NOT_FOUND' });
      else if (row.observed.buildStatus === 'IN_PROGRESS') kept.push({ id, statusCode: 'BUILD_IN_PROGRESS' });
      else {
        codebuildTablesOf(context).builds.delete(row.id);
        deleted.push(row.arn);
      }
    }
    return { buildsDeleted: deleted, buildsNotDeleted: kept };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_InvalidateProjectCache.html */
export const invalidateProjectCache = operation<InvalidateProjectCacheInput, InvalidateProjectCacheOutput>({
  handle(context, { projectName = '' }) {
    const project = findProject(context, projectName);
    codebuildTablesOf(context).projects.put(project.name, {
      ...project,
      cacheInvalidatedAtMs: context.clock.now(),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuilds.html */
export const listBuilds = operation<ListBuildsInput, ListBuildsOutput>({
  handle: (context, input) => listed(buildsOf(context), input),
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html */
export const listBuildsForProject = operation<ListBuildsForProjectInput, ListBuildsForProjectOutput>({
  handle(context, { projectName = '', ...input }) {
    const project = findProject(context, projectName);
    return listed(
      buildsOf(context).filter((build) => build.projectName === project.name),
      input,
    );
  },
});

/** A user's name, or `ROLE/SESSION`. */
function initiatorOf({ principalArn }: Caller): string {
  const resource = principalArn.split(':').slice(5).join(':');
  return resource.replace(/^(?:user|assumed-role)\//, '');
}

function buildsOf(context: OperationContext): BuildRow[] {
  return [...codebuildTablesOf(context).builds.values()];
}

function listed(rows: readonly BuildRow[], { sortOrder: order, nextToken }: ListBuildsInput) {
  const sorted = order === 'ASCENDING' ? rows : rows.toReversed();
  const page: Page<BuildRow> = paginate(
    sorted,
    ({ id }) => id,
    { token: nextToken, limit: pageSize },
    invalidNextToken,
  );
  return { ids: page.items.map(({ id }) => id), nextToken: page.nextToken };
}
