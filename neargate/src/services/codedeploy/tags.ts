import type { Tag } from '@aws-sdk/client-codedeploy';
import { error } from './errors.ts';

const maxTags = 50;

/** Adds tags, or overwrites those with the same key; throws where AWS would. */
export function mergeTags(before: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map(before.map(({ Key, Value }) => [Key, Value]));
  for (const { Key = '', Value = '' } of added) {
    if (Key === '' || Key.length > 128 || Value.length > 256) {
      throw error(
        'InvalidTagsToAdd',
        `The tag '${Key}' is not valid: a key has 1 to 128 characters, a value at most 256.`,
      );
    }
    merged.set(Key, Value);
  }
  if (merged.size > maxTags)
    throw error('TagLimitExceeded', 'The maximum allowed number of tags was exceeded.');
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}
