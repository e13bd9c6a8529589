import type { ResourceType as TaggedKind, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

/** The ARN of an EC2 resource of this account, such as `arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0a1b`. */
export function ec2Arn(client: AwsClient, kind: string, id: string): string {
  const { partition, region, accountId } = client.caller;
  return `arn:${partition}:ec2:${region}:${accountId}:${kind}/${id}`;
}

/** A resource's tags in the form that EC2's create operations take; undefined when there are none. */
export function tagSpecifications(kind: TaggedKind, config: PlainObject): TagSpecification[] | undefined {
  const Tags = tagList(allTags(config));
  return Tags.length === 0 ? undefined : [{ ResourceType: kind, Tags }];
}

/** Brings an EC2 resource's tags from the prior to the planned set. */
export async function updateTags(
  client: AwsClient,
  id: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) {
    await client.call('ec2', 'DeleteTags', {
      Resources: [id],
      Tags: removed.map((Key) => ({ Key })),
    });
  }
  const changed = tagList(set);
  if (changed.length > 0) await client.call('ec2', 'CreateTags', { Resources: [id], Tags: changed });
}

export function tagsAll(tags: readonly Tag[] | undefined): Record<string, string> {
  return tagMap(tags);
}
