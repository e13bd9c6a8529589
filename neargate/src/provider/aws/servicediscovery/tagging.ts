import type { AwsClient } from '../client.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

export async function updateTags(
  client: AwsClient,
  ResourceARN: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) {
    await client.call('servicediscovery', 'UntagResource', { ResourceARN, TagKeys: removed });
  }
  if (Object.keys(set).length > 0) {
    await client.call('servicediscovery', 'TagResource', { ResourceARN, Tags: tagList(set) });
  }
}

export async function tagsOf(client: AwsClient, ResourceARN: string): Promise<PlainObject> {
  return tagMap((await client.call('servicediscovery', 'ListTagsForResource', { ResourceARN })).Tags);
}
