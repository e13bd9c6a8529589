import type { PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

/** A resource's tags in the form that ELBv2's create operations take. */
export function tagsOnCreate(config: PlainObject) {
  const tags = tagList(allTags(config));
  return tags.length === 0 ? undefined : tags;
}

export async function readTags(client: AwsClient, arn: string): Promise<Record<string, string>> {
  const { TagDescriptions } = await client.call('elbv2', 'DescribeTags', { ResourceArns: [arn] });
  return tagMap(TagDescriptions?.[0]?.Tags);
}

/** Brings a resource's tags from the prior to the planned set. */
export async function updateTags(
  client: AwsClient,
  arn: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) {
    await client.call('elbv2', 'RemoveTags', { ResourceArns: [arn], TagKeys: removed });
  }
  const changed = tagList(set);
  if (changed.length > 0) await client.call('elbv2', 'AddTags', { ResourceArns: [arn], Tags: changed });
}
