import type { Tag } from '@aws-sdk/client-eventbridge';
import { limitExceeded, validationException } from './errors.ts';

const maxTags = 50;

/** The tags as given, each key once; throws where AWS would. */
export function requireTags(tags: readonly Tag[] = []): Tag[] {
  return mergeTags([], tags);
}

/** Adds tags, or overwrites those with the same key. */
export function mergeTags(before: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map(before.map(({ Key, Value }) => [Key, Value]));
  for (const { Key = '', Value = '' } of added) {
    if (Key === '' || Key.length > 128 || Value.length > 256)
      throw validationException(
        `The tag '${Key}' is not valid: a key has 1 to 128 characters, a value at most 256.`,
      );
    merged.set(Key, Value);
  }
  if (merged.size > maxTags) throw limitExceeded();
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}
