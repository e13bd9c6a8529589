import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-codestar-connections';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { resourceNotFound } from '../errors.ts';
import { connectionsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, TagResourceOutput>({
  handle(context, { ResourceArn, Tags = [] }) {
    const keys = new Set(Tags.map(({ Key }) => Key));
    changeTags(context, ResourceArn, (tags) => [...tags.filter(({ Key }) => !keys.has(Key)), ...Tags]);
    return {};
  },
});

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, UntagResourceOutput>({
  handle(context, { ResourceArn, TagKeys = [] }) {
    changeTags(context, ResourceArn, (tags) => tags.filter(({ Key = '' }) => !TagKeys.includes(Key)));
    return {};
  },
});

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
  handle(context, { ResourceArn = '' }) {
    const { connections, hosts } = connectionsTablesOf(context);
    const row = connections.get(ResourceArn) ?? hosts.get(ResourceArn);
    if (row === undefined) throw resourceNotFound('Resource', ResourceArn);
    return { Tags: [...row.tags] };
  },
});

function changeTags(
  context: OperationContext,
  arn = '',
  change: (tags: readonly Tag[]) => readonly Tag[],
): void {
  const { connections, hosts } = connectionsTablesOf(context);
  if (connections.has(arn)) connections.update(arn, (row) => ({ ...row, tags: change(row.tags) }));
  else if (hosts.has(arn)) hosts.update(arn, (row) => ({ ...row, tags: change(row.tags) }));
  else throw resourceNotFound('Resource', arn);
}
