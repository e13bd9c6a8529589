import type {
  AddTagsToResourceRequest,
  AddTagsToResourceResult,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult,
} from '@aws-sdk/client-ssm';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidResourceId, invalidResourceType } from '../errors.ts';
import { type ParameterRow, ssmTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

interface TaggedRequest {
  readonly ResourceType: string | undefined;
  readonly ResourceId: string | undefined;
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
export const addTagsToResource = operation<AddTagsToResourceRequest, AddTagsToResourceResult>({
  handle(context, input) {
    const row = taggedParameter(context, input);
    ssmTablesOf(context).parameters.put(row.name, { ...row, tags: mergeTags(row.tags, input.Tags) });
    return {};
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html */
export const removeTagsFromResource = operation<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult>({
  handle(context, { TagKeys: keys = [], ...input }) {
    const row = taggedParameter(context, input);
    const tags = row.tags.filter(({ Key = '' }) => !keys.includes(Key));
    ssmTablesOf(context).parameters.put(row.name, { ...row, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResult>({
  handle: (context, input) => ({ TagList: [...taggedParameter(context, input).tags] }),
});

function taggedParameter(context: OperationContext, input: TaggedRequest): ParameterRow {
  if (input.ResourceType !== 'Parameter') throw invalidResourceType();
  const row = ssmTablesOf(context).parameters.get(input.ResourceId ?? '');
  if (row === undefined) throw invalidResourceId(input.ResourceId ?? '');
  return row;
}
