import type { TagResourceType } from '@aws-sdk/client-route-53';
import type { AwsClient } from '../client.ts';
import { tagChanges, tagList, tagMap } from '../tags.ts';

/** Route 53 takes what to add and what to remove in one call. */
export async function putTags(
  client: AwsClient,
  ResourceType: TagResourceType,
  ResourceId: string,
  prior: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): Promise<void> {
  const { set, removed } = tagChanges(prior, next);
  const added = tagList(set);
  if (removed.length === 0 && added.length === 0) return;
  await client.call('route53', 'ChangeTagsForResource', {
    ResourceType,
    ResourceId,
    // Route 53 takes no empty lists.
    ...(added.length > 0 ? { AddTags: added } : {}),
    ...(removed.length > 0 ? { RemoveTagKeys: removed } : {}),
  });
}

export async function tagsOf(
  client: AwsClient,
  ResourceType: TagResourceType,
  ResourceId: string,
): Promise<Record<string, string>> {
  const { ResourceTagSet } = await client.call('route53', 'ListTagsForResource', {
    ResourceType,
    ResourceId,
  });
  return tagMap(ResourceTagSet?.Tags);
}
