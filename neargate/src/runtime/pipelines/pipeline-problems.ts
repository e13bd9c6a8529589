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
 * Troubles of services, but for what pipelines tell: an image that is awaited from one that was not pushed to yet, that is under way,
 * or whose failure is told itself; and a deployment whose failure is told as the pipeline's.
 */
export function withoutToldByPipelines(
  store: Store,
  pipelines: readonly PipelineStatus[],
  troubles: readonly ServiceTrouble[],
): readonly ServiceTrouble[] {
  const deployments = deployActions(store);
  const isAwaited = (service: string) =>
    deployments.some(
      (action) =>
        action.service === service &&
        pipelines.some(
          (pipeline) =>
            pipeline.name === action.pipeline &&
            (isWaitingForFirstPush(pipeline) || pipeline.executions[0]?.status !== 'Succeeded'),
        ),
    );
  const isTold = (service: string) =>
    deployments.some(
      (action) =>
        action.service === service &&
        pipelines.some(
          ({ name, executions: [latest] }) =>
            name === action.pipeline && latest?.cause?.where === action.where,
        ),
    );
  return troubles.flatMap((trouble) => {
    const cannotPull = trouble.lastStop?.reason.startsWith('CannotPullContainerError') === true;
    if (cannotPull && isAwaited(trouble.name)) return [];
    if (trouble.deploymentFailure === undefined || !isTold(trouble.name)) return [trouble];
    return trouble.lastStop === undefined ? [] : [{ ...trouble, deploymentFailure: undefined }];
  });
}

/** Every action of a pipeline that deploys to a service, by `STAGE/ACTION`. */
function deployActions(
  store: Store,
): readonly { readonly pipeline: string; readonly where: string; readonly service: string }[] {
  return store.scopes(codepipelineTableNames.pipelines).flatMap((scope) =>
    [...codepipelineTables(store, scope).pipelines.values()].flatMap(({ name: pipeline, declaration }) =>
      (declaration.stages ?? []).flatMap((stage) =>
        (stage.actions ?? []).flatMap(({ name, configuration }) => {
          const service = configuration?.['ServiceName'];
          return service === undefined ? [] : [{ pipeline, where: `${stage.name}/${name}`, service }];
        }),
      ),
    ),
  );
}
