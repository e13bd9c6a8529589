import type {
  DeleteTaskDefinitionsRequest,
  DeleteTaskDefinitionsResponse,
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
} from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { describeTaskDefinition } from '../describe-task-definition.ts';
import { clientException, invalidNextToken } from '../errors.ts';
import { findTaskDefinition } from '../references.ts';
import { ecsTablesOf, type TaskDefinitionRow } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html */
export const describeTaskDefinitionOperation = operation<
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse
>({
  input: { taskDefinition: { required: true } },
  handle(context, { taskDefinition = '', include = [] }) {
    const row = findTaskDefinition(context, taskDefinition);
    return {
      taskDefinition: describeTaskDefinition(row),
      ...(include.includes('TAGS') ? { tags: [...row.tags] } : {}),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html */
export const deregisterTaskDefinition = operation<
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse
>({
  handle(context, { taskDefinition = '' }) {
    if (!taskDefinition.replace(/^arn:.*task-definition\//, '').includes(':')) {
      throw clientException('Invalid revision number. Number: null');
    }
    const row = findTaskDefinition(context, taskDefinition);
    if (row.status === 'DELETE_IN_PROGRESS') {
      throw clientException('The specified task definition is in the process of being deleted.');
    }
    const changed = ecsTablesOf(context).taskDefinitions.update(row.taskDefinitionArn, (before) => ({
      ...before,
      status: 'INACTIVE',
      deregisteredAtMs: before.deregisteredAtMs ?? context.clock.now(),
    }));
    return { taskDefinition: describeTaskDefinition(changed) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html */
export const deleteTaskDefinitions = operation<DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse>({
  input: { taskDefinitions: { required: true, min: 1, max: 10 } },
  handle(context, { taskDefinitions: references = [] }) {
    const { taskDefinitions } = ecsTablesOf(context);
    const response = { taskDefinitions: [], failures: [] } as Required<DeleteTaskDefinitionsResponse>;
    for (const reference of references) {
      const row = findTaskDefinition(context, reference);
      if (row.status === 'ACTIVE') {
        response.failures?.push({
          arn: row.taskDefinitionArn,
          reason:
            'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
        });
        continue;
      }
      const deleted = taskDefinitions.update(row.taskDefinitionArn, (before) => ({
        ...before,
        status: 'DELETE_IN_PROGRESS',
        deleteRequestedAtMs: before.deleteRequestedAtMs ?? context.clock.now(),
      }));
      response.taskDefinitions?.push(describeTaskDefinition(deleted));
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html */
export const listTaskDefinitions = operation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse>({
  input: {
    status: { enum: ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'] },
    sort: { enum: ['ASC', 'DESC'] },
    maxResults: { min: 1, max: 100 },
  },
  handle(context, { familyPrefix, status = 'ACTIVE', sort = 'ASC', nextToken, maxResults = 100 }) {
    const rows = [...ecsTablesOf(context).taskDefinitions.values()].filter(
      (row) => row.status === status && (familyPrefix === undefined || row.family === familyPrefix),
    );
    const request = { token: nextToken, limit: maxResults, descending: sort === 'DESC' };
    const page = paginateByKey(rows, familyAndRevision, request, invalidNextToken);
    return {
      taskDefinitionArns: page.items.map(({ taskDefinitionArn }) => taskDefinitionArn),
      nextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html */
export const listTaskDefinitionFamilies = operation<
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse
>({
  input: { status: { enum: ['ACTIVE', 'INACTIVE', 'ALL'] }, maxResults: { min: 1, max: 100 } },
  handle(context, { familyPrefix = '', status = 'ALL', nextToken, maxResults = 100 }) {
    const { families, taskDefinitions } = ecsTablesOf(context);
    const active = new Set(
      [...taskDefinitions.values()].filter((row) => row.status === 'ACTIVE').map(({ family }) => family),
    );
    const names = [...families.keys()]
      .filter((family) => family.startsWith(familyPrefix))
      .filter((family) => status === 'ALL' || active.has(family) === (status === 'ACTIVE'));
    const page = paginateByKey(
      names,
      (name) => name,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return { families: page.items, nextToken: page.nextToken };
  },
});

/** Sorts as the two do: a blank comes before everything that a family's name is made of. */
function familyAndRevision({ family, revision }: TaskDefinitionRow): string {
  return `${family} ${String(revision).padStart(10, '0')}`;
}
