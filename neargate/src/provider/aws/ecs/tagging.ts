import type { PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { allTags, lowerTagList, tagChanges } from '../tags.ts';

/** Brings the tags of an ECS resource from what they were to what is configured. */
export async function updateTags(
  client: AwsClient,
  resourceArn: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) await client.call('ecs', 'UntagResource', { resourceArn, tagKeys: removed });
  if (Object.keys(set).length > 0) {
    await client.call('ecs', 'TagResource', { resourceArn, tags: lowerTagList(set) });
  }
}
