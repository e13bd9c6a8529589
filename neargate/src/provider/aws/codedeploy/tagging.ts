import type { PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

export async function tagsOf(client: AwsClient, ResourceArn: string): Promise<Record<string, string>> {
  return tagMap((await client.call('codedeploy', 'ListTagsForResource', { ResourceArn })).Tags);
}

export async function updateTags(
  client: AwsClient,
  ResourceArn: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) await client.call('codedeploy', 'UntagResource', { ResourceArn, TagKeys: removed });
  if (Object.keys(set).length > 0)
    await client.call('codedeploy', 'TagResource', { ResourceArn, Tags: tagList(set) });
}
