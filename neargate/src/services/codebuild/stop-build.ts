import type { OperationContext } from '../context.ts';
import { resourceNotFound } from './errors.ts';
import { type BuildRow, codebuildTablesOf } from './store.ts';

/** The build of an id or ARN, or undefined. */
export function lookUpBuild(context: OperationContext, idOrArn: string): BuildRow | undefined {
  const id = idOrArn.replace(/^arn:[\w-]+:codebuild:[\w-]*:\d*:build\//, '');
  return codebuildTablesOf(context).builds.get(id);
}

/** @throws AwsError when there is none */
export function findBuild(context: OperationContext, idOrArn: string): BuildRow {
  const row = lookUpBuild(context, idOrArn);
  if (row === undefined) throw resourceNotFound(`Build cannot be found: ${idOrArn}`);
  return row;
}

/**
 * Asks for a build to stop; the build controller does it. One that has ended stays as it is.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StopBuild.html
 * @throws AwsError when there is no such build
 */
export function stopBuild(context: OperationContext, idOrArn: string): BuildRow {
  const row = findBuild(context, idOrArn);
  if (row.observed.buildStatus !== 'IN_PROGRESS' || row.stopRequestedAtMs !== undefined) return row;
  const stopped: BuildRow = { ...row, stopRequestedAtMs: context.clock.now() };
  codebuildTablesOf(context).builds.put(row.id, stopped);
  return stopped;
}
