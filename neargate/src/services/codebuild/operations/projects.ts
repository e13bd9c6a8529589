import type {
  BatchGetProjectsInput,
  BatchGetProjectsOutput,
  CreateProjectInput,
  CreateProjectOutput,
  DeleteProjectInput,
  DeleteProjectOutput,
  ListProjectsInput,
  ListProjectsOutput,
  UpdateProjectInput,
  UpdateProjectOutput,
  UpdateProjectVisibilityInput,
  UpdateProjectVisibilityOutput,
} from '@aws-sdk/client-codebuild';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidInput, invalidNextToken, projectAlreadyExists } from '../errors.ts';
import { withDefaults, withUpdates } from '../project-defaults.ts';
import { createProjectInput, updateProjectInput } from '../project-input.ts';
import { validateProject } from '../project-validation.ts';
import { codebuildArn, describeProject, findProject, lookUpProject } from '../projects.ts';
import { codebuildTablesOf, type ProjectRow } from '../store.ts';

const pageSize = 100;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const createProject = operation<CreateProjectInput, CreateProjectOutput>({
  input: createProjectInput,
  handle(context, input) {
    const name = input.name ?? '';
    const { projects } = codebuildTablesOf(context);
    const arn = codebuildArn(context, `project/${name}`);
    if (projects.has(name)) throw projectAlreadyExists(arn);
    const settings = withDefaults(context, input);
    validateProject(settings);
    const nowMs = context.clock.now();
    const row: ProjectRow = {
      name,
      arn,
      settings,
      badgeRequestUrl: settings.badgeEnabled === true ? newBadgeUrl(context) : undefined,
      projectVisibility: 'PRIVATE',
      createdAtMs: nowMs,
      lastModifiedAtMs: nowMs,
    };
    projects.put(name, row);
    return { project: describeProject(row) };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html */
export const updateProject = operation<UpdateProjectInput, UpdateProjectOutput>({
  input: updateProjectInput,
  handle(context, input) {
    const before = findProject(context, input.name ?? '');
    const settings = withUpdates(context, before.name, before.settings, input);
    validateProject(settings);
    const row: ProjectRow = {
      ...before,
      settings,
      badgeRequestUrl:
        before.badgeRequestUrl ?? (settings.badgeEnabled === true ? newBadgeUrl(context) : undefined),
      lastModifiedAtMs: context.clock.now(),
    };
    codebuildTablesOf(context).projects.put(row.name, row);
    return { project: describeProject(row) };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html */
export const batchGetProjects = operation<BatchGetProjectsInput, BatchGetProjectsOutput>({
  handle(context, { names = [] }) {
    const found = names.map((name) => ({ name, row: lookUpProject(context, name) }));
    return {
      projects: found.flatMap(({ row }) => (row === undefined ? [] : [describeProject(row)])),
      projectsNotFound: found.filter(({ row }) => row === undefined).map(({ name }) => name),
    };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListProjects.html */
export const listProjects = operation<ListProjectsInput, ListProjectsOutput>({
  handle(context, { sortBy = 'NAME', sortOrder = 'ASCENDING', nextToken }) {
    const order: Record<typeof sortBy, (left: ProjectRow, right: ProjectRow) => number> = {
      NAME: (left, right) => (left.name < right.name ? -1 : 1),
      CREATED_TIME: (left, right) => left.createdAtMs - right.createdAtMs,
      LAST_MODIFIED_TIME: (left, right) => left.lastModifiedAtMs - right.lastModifiedAtMs,
    };
    const rows = [...codebuildTablesOf(context).projects.values()].toSorted(order[sortBy]);
    if (sortOrder === 'DESCENDING') rows.reverse();
    const page = paginate(rows, ({ name }) => name, { token: nextToken, limit: pageSize }, invalidNextToken);
    return { projects: page.items.map(({ name }) => name), nextToken: page.nextToken };
  },
});

/**
 * Deleting a project that does not exist succeeds.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteProject.html
 */
export const deleteProject = operation<DeleteProjectInput, DeleteProjectOutput>({
  handle(context, { name = '' }) {
    const row = lookUpProject(context, name);
    if (row !== undefined) codebuildTablesOf(context).projects.delete(row.name);
    return {};
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProjectVisibility.html */
export const updateProjectVisibility = operation<UpdateProjectVisibilityInput, UpdateProjectVisibilityOutput>(
  {
    input: {
      projectArn: { required: true, min: 1 },
      projectVisibility: { required: true, enum: ['PUBLIC_READ', 'PRIVATE'] },
      resourceAccessRole: { min: 1 },
    },
    handle(context, { projectArn = '', projectVisibility = 'PRIVATE', resourceAccessRole }) {
      if (!projectArn.startsWith('arn:')) throw invalidInput(`Invalid project ARN: ${projectArn}`);
      const before = findProject(context, projectArn);
      const row: ProjectRow = {
        ...before,
        projectVisibility,
        resourceAccessRole: resourceAccessRole ?? before.resourceAccessRole,
        publicProjectAlias:
          projectVisibility === 'PRIVATE'
            ? undefined
            : (before.publicProjectAlias ?? context.ids.alphanumeric(40)),
      };
      codebuildTablesOf(context).projects.put(row.name, row);
      return { projectArn: row.arn, publicProjectAlias: row.publicProjectAlias, projectVisibility };
    },
  },
);

/** Where the real service would show the badge; nothing here serves it. */
function newBadgeUrl({ caller, ids }: OperationContext): string {
  return `https://codebuild.${caller.region}.amazonaws.com/badges?uuid=${ids.alphanumeric(100)}&branch=main`;
}
