import type {
  ListBuildsForProjectInput,
  ListBuildsForProjectOutput,
  ListBuildsInput,
  ListBuildsOutput,
} from '@aws-sdk/client-codebuild';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { type Page, paginate } from '../../pagination.ts';
import { invalidNextToken } from '../errors.ts';
import { findProject } from '../projects.ts';
import { type BuildRow, codebuildTablesOf } from '../store.ts';

const pageSize = 100;
const sortOrder = { enum: ['ASCENDING', 'DESCENDING'] } as const;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuilds.html */
export const listBuilds = operation<ListBuildsInput, ListBuildsOutput>({
  input: { sortOrder },
  handle: (context, input) => listed(buildsOf(context), input),
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html */
export const listBuildsForProject = operation<ListBuildsForProjectInput, ListBuildsForProjectOutput>({
  input: { projectName: { required: true, min: 1 }, sortOrder },
  handle(context, { projectName = '', ...input }) {
    const project = findProject(context, projectName);
    return listed(
      buildsOf(context).filter((build) => build.projectName === project.name),
      input,
    );
  },
});

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
