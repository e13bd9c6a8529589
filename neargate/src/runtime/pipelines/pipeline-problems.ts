import type { Problem } from '../../gateway/admin-protocol.ts';
import type { PipelineStatus } from '../../gateway/pipeline-protocol.ts';
import { codepipelineTableNames, codepipelineTables } from '../../services/codepipeline/store.ts';
import type { Store } from '../../store/store.ts';
import type { ServiceTrouble } from '../status/problems.ts';

/** Pipelines whose latest execution failed. That a new pipeline finds nothing in its repository yet is no problem. */
export function pipelineProblems(
  pipelines: readonly PipelineStatus[],
  placeOf: (pipelineName: string) => string | undefined,
): readonly Problem[] {
  return pipelines.flatMap((pipeline): Problem[] => {
    const cause = pipeline.executions[0]?.cause;
    if (cause === undefined || isWaitingForFirstPush(pipeline)) return [];
    const place = cause.place ?? placeOf(pipeline.name);
    const lines = cause.lines.map((line) => `\n      | ${line}`).join('');
    return [
      {
        resource: `pipeline ${pipeline.name}, ${cause.where}`,
        cause: `${cause.sentence}${lines}`,
        ...(place === undefined ? {} : { place }),
        ...(cause.remedy === undefined ? {} : { remedy: cause.remedy }),
      },
    ];
  });
}

/** Whether there is nothing in the repository that the pipeline reads. */
export function isWaitingForFirstPush({ source }: Pick<PipelineStatus, 'source'>): boolean {
  return source !== undefined && source.commitId === undefined;
}

/**
 * Troubles of services, but for those that only wait for their image: it comes from a pipeline that was not pushed to yet, that is
 * under way, or whose failure is told itself.
 */
export function withoutAwaitedImages(
  store: Store,
  pipelines: readonly PipelineStatus[],
  troubles: readonly ServiceTrouble[],
): readonly ServiceTrouble[] {
  return troubles.filter(({ name, lastStop }) => {
    if (lastStop?.reason.startsWith('CannotPullContainerError') !== true) return true;
    const deploying = deployingPipelines(store, name);
    return !pipelines.some(
      (pipeline) =>
        deploying.has(pipeline.name) &&
        (isWaitingForFirstPush(pipeline) || pipeline.executions[0]?.status !== 'Succeeded'),
    );
  });
}

/** The names of pipelines that deploy to a service. */
function deployingPipelines(store: Store, serviceName: string): ReadonlySet<string> {
  const names = store
    .scopes(codepipelineTableNames.pipelines)
    .flatMap((scope) =>
      [...codepipelineTables(store, scope).pipelines.values()]
        .filter(({ declaration }) =>
          (declaration.stages ?? []).some(({ actions = [] }) =>
            actions.some(({ configuration }) => configuration?.['ServiceName'] === serviceName),
          ),
        )
        .map(({ name }) => name),
    );
  return new Set(names);
}
