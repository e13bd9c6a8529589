import { UserError } from '../../core/user-error.ts';
import type { PipelineSource } from '../../gateway/pipeline-protocol.ts';
import { codepipelineTableNames, codepipelineTables } from '../../services/codepipeline/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { codecommitSource } from '../pipelines/pipeline-statuses.ts';

/** A CodeCommit branch that pipelines read. */
export interface DeliverySource extends PipelineSource {
  /** The account and region. */
  readonly scope: string;
  readonly pipelines: readonly {
    readonly name: string;
    /** Whether the pipeline itself looks for changes, so that it needs no rule. */
    readonly isPolled: boolean;
  }[];
}

/** The CodeCommit branches that pipelines read, each once. */
export function deliverySources(
  plane: Pick<ControlPlane, 'store' | 'gatewayUrl'>,
): readonly DeliverySource[] {
  const found = new Map<string, DeliverySource>();
  for (const scope of plane.store.scopes(codepipelineTableNames.pipelines)) {
    for (const pipeline of codepipelineTables(plane.store, scope).pipelines.values()) {
      const source = codecommitSource(plane, scope, pipeline);
      if (source === undefined) continue;
      const key = `${scope} ${source.repositoryName} ${source.branchName}`;
      const isPolled = (pipeline.declaration.stages?.[0]?.actions ?? []).some(
        ({ actionTypeId, configuration }) =>
          actionTypeId?.provider === 'CodeCommit' && configuration?.['PollForSourceChanges'] !== 'false',
      );
      const known = found.get(key) ?? { ...source, scope, pipelines: [] };
      found.set(key, { ...known, pipelines: [...known.pipelines, { name: pipeline.name, isPolled }] });
    }
  }
  return [...found.values()];
}

/**
 * The one that is to be pushed to.
 * @throws UserError when there is none, or several and `wanted` does not say which
 */
export function chooseSource(
  sources: readonly DeliverySource[],
  wanted: { readonly repository?: string | undefined; readonly branch?: string | undefined },
): DeliverySource {
  if (sources.length === 0)
    throw new UserError('No pipeline reads a CodeCommit repository.', {
      remedy:
        'Deploy with "neargate apply", or give the Terraform an aws_codepipeline whose Source is CodeCommit.',
    });
  const fitting = sources.filter(
    ({ repositoryName, branchName }) =>
      (wanted.repository === undefined || wanted.repository === repositoryName) &&
      (wanted.branch === undefined || wanted.branch === branchName),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const list = sources
    .map(({ repositoryName, branchName }) => `${repositoryName} (${branchName})`)
    .join(', ');
  throw new UserError(
    fitting.length === 0
      ? 'No pipeline reads that repository and branch.'
      : 'Pipelines read more than one repository or branch.',
    { remedy: `Name one with --repository and --branch: ${list}.`, exitCode: 2 },
  );
}
