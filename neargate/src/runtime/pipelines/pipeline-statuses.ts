import type { PipelineSource, PipelineStatus } from '../../gateway/pipeline-protocol.ts';
import { codecommitTables, referenceKey } from '../../services/codecommit/store.ts';
import { executionsOf } from '../../services/codepipeline/executions.ts';
import {
  codepipelineTableNames,
  codepipelineTables,
  type PipelineRow,
} from '../../services/codepipeline/store.ts';
import type { Change } from '../../store/table.ts';
import { executionStatus, type ExecutionSources } from './execution-status.ts';

const executionsShown = 10;

/** Every pipeline with its latest executions. */
export function pipelineStatuses(plane: ExecutionSources): readonly PipelineStatus[] {
  return plane.store.scopes(codepipelineTableNames.pipelines).flatMap((scope) => {
    const tables = codepipelineTables(plane.store, scope);
    return Array.from(tables.pipelines.values(), (pipeline): PipelineStatus => {
      const source = codecommitSource(plane, scope, pipeline);
      return {
        name: pipeline.name,
        region: scope.split('/')[1] ?? '',
        executionMode: pipeline.declaration.executionMode ?? 'SUPERSEDED',
        ...(source === undefined ? {} : { source }),
        disabledStages: Object.fromEntries(
          Object.entries(pipeline.disabledTransitions).map(([stage, { reason }]) => [stage, reason]),
        ),
        executions: executionsOf(tables, pipeline.name)
          .slice(-executionsShown)
          .toReversed()
          .map((row) => executionStatus(plane, scope, row)),
      };
    });
  });
}

/** Whether a change may show in how executions stand. */
export function concernsExecutions({ table }: Change): boolean {
  return table === codepipelineTableNames.executions;
}

/** The CodeCommit branch that a pipeline's Source reads; undefined when it reads something else. */
export function codecommitSource(
  { store, gatewayUrl }: Pick<ExecutionSources, 'store' | 'gatewayUrl'>,
  scope: string,
  { declaration }: PipelineRow,
): PipelineSource | undefined {
  const action = declaration.stages?.[0]?.actions?.find(
    ({ actionTypeId }) => actionTypeId?.provider === 'CodeCommit',
  );
  if (action === undefined) return undefined;
  const { RepositoryName: repositoryName = '', BranchName: branchName = '' } = action.configuration ?? {};
  const { repositories, references } = codecommitTables(store, scope);
  const repository = repositories.get(repositoryName);
  const branch =
    repository && references.get(referenceKey(repository.repositoryId, `refs/heads/${branchName}`));
  return {
    repositoryName,
    branchName,
    url: `${gatewayUrl}/v1/repos/${repositoryName}`,
    ...(branch === undefined ? {} : { commitId: branch.commitId }),
  };
}
