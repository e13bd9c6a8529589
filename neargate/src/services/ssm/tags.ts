import type { Tag } from '@aws-sdk/client-ssm';
import { AwsError } from '../../core/aws-error.ts';

const maxTags = 50;

/** Adds or overwrites tags. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[] | undefined): Tag[] {
  const merged = new Map(existing.map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of added ?? []) merged.set(Key, Value);
  if (merged.size > maxTags) {
    throw new AwsError('TooManyTagsError', `A parameter can have at most ${maxTags} tags.`);
  }
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}
