import type { PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

export async function repositoryTags(
  client: AwsClient,
  resourceArn: string,
): Promise<Record<string, string>> {
  return tagMap((await client.call('ecr', 'ListTagsForResource', { resourceArn })).tags);
}

export async function updateRepositoryTags(
  client: AwsClient,
  resourceArn: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) await client.call('ecr', 'UntagResource', { resourceArn, tagKeys: removed });
  if (Object.keys(set).length > 0) {
    await client.call('ecr', 'TagResource', { resourceArn, tags: tagList(set) });
  }
}
