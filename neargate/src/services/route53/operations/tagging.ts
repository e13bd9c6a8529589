import type {
  ChangeTagsForResourceRequest,
  ChangeTagsForResourceResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTagsForResourcesRequest,
  ListTagsForResourcesResponse,
  ResourceTagSet,
  TagResourceType,
} from '@aws-sdk/client-route-53';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { noSuchHealthCheck } from '../errors.ts';
import { route53TablesOf } from '../store.ts';
import { bareId, findZone } from '../zones.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeTagsForResource.html */
export const changeTagsForResource = operation<ChangeTagsForResourceRequest, ChangeTagsForResourceResponse>({
  handle(context, { ResourceType: type = 'hostedzone', ResourceId, AddTags = [], RemoveTagKeys = [] }) {
    const id = requireResource(context, type, ResourceId);
    const { tags } = route53TablesOf(context);
    const changed = new Map(tags.get(`${type} ${id}`)?.tags.map(({ Key, Value }) => [Key, Value]));
    for (const key of RemoveTagKeys) changed.delete(key);
    for (const { Key, Value } of AddTags) changed.set(Key, Value ?? '');
    tags.put(`${type} ${id}`, {
      resourceType: type,
      resourceId: id,
      tags: Array.from(changed, ([Key, Value]) => ({ Key, Value })),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle: (context, { ResourceType: type = 'hostedzone', ResourceId }) => ({
    ResourceTagSet: tagSet(context, type, ResourceId),
  }),
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListTagsForResources.html */
export const listTagsForResources = operation<ListTagsForResourcesRequest, ListTagsForResourcesResponse>({
  handle: (context, { ResourceType: type = 'hostedzone', ResourceIds = [] }) => ({
    ResourceTagSets: ResourceIds.map((id) => tagSet(context, type, id)),
  }),
});

function tagSet(context: OperationContext, type: TagResourceType, given: string | undefined): ResourceTagSet {
  const id = requireResource(context, type, given);
  const row = route53TablesOf(context).tags.get(`${type} ${id}`);
  return { ResourceType: type, ResourceId: id, Tags: [...(row?.tags ?? [])] };
}

function requireResource(
  context: OperationContext,
  type: TagResourceType,
  given: string | undefined,
): string {
  if (type === 'hostedzone') return findZone(context, given).id;
  const id = bareId(given);
  if (!route53TablesOf(context).healthChecks.has(id)) throw noSuchHealthCheck(id);
  return id;
}
