import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecs';
import type { Table } from '../../../store/table.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import {
  clusterNotFound,
  invalidParameter,
  serviceNotFound,
  taskNotFound,
  taskSetNotFound,
} from '../errors.ts';
import { ecsTablesOf } from '../store.ts';

interface TaggedRow {
  readonly tags: readonly Tag[];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle(context, { resourceArn = '' }) {
    const { table, key } = taggedTable(context, resourceArn);
    return { tags: [...(table.get(key)?.tags ?? [])] };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, TagResourceResponse>({
  handle(context, { resourceArn = '', tags = [] }) {
    const { table, key } = taggedTable(context, resourceArn);
    const given = new Set(tags.map((tag) => tag.key));
    table.update(key, (row) => ({
      ...row,
      tags: [...row.tags.filter((tag) => !given.has(tag.key)), ...tags],
    }));
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>({
  handle(context, { resourceArn = '', tagKeys = [] }) {
    const { table, key } = taggedTable(context, resourceArn);
    table.update(key, (row) => ({
      ...row,
      tags: row.tags.filter((tag) => !tagKeys.includes(tag.key ?? '')),
    }));
    return {};
  },
});

/** The table that holds the resource; throws when the resource does not exist. */
function taggedTable(context: OperationContext, arn: string): { table: Table<TaggedRow>; key: string } {
  const tables = ecsTablesOf(context);
  const kinds = {
    cluster: [tables.clusters, clusterNotFound],
    'capacity-provider': [
      tables.capacityProviders,
      () => invalidParameter('The specified capacity provider is not found.'),
    ],
    service: [tables.services, serviceNotFound],
    task: [tables.tasks, taskNotFound],
    'task-set': [tables.taskSets, taskSetNotFound],
    'task-definition': [
      tables.taskDefinitions,
      () => invalidParameter('The specified task definition is not found.'),
    ],
  } as const;
  const kind = /^arn:[^:]+:ecs:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1] ?? '';
  if (!(kind in kinds)) throw invalidParameter('The specified resource ARN is not valid.');
  const [table, missing] = kinds[kind as keyof typeof kinds];
  if (!table.has(arn)) throw missing();
  return { table: table as unknown as Table<TaggedRow>, key: arn };
}
