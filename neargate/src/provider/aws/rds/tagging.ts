import type { PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

export async function resourceTags(client: AwsClient, arn: string): Promise<Record<string, string>> {
  return tagMap((await client.call('rds', 'ListTagsForResource', { ResourceName: arn })).TagList);
}

export async function updateTags(
  client: AwsClient,
  arn: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) {
    await client.call('rds', 'RemoveTagsFromResource', { ResourceName: arn, TagKeys: removed });
  }
  if (Object.keys(set).length > 0) {
    await client.call('rds', 'AddTagsToResource', { ResourceName: arn, Tags: tagList(set) });
  }
}
