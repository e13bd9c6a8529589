import type { Tag } from '@aws-sdk/client-codepipeline';
import { invalidTags, tooManyTags } from './errors.ts';

const maxTags = 50;

/** Adds tags, or overwrites those with the same key; throws where AWS would. */
export function mergeTags(before: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map(before.map(({ key, value }) => [key, value]));
  for (const { key = '', value = '' } of added) {
    if (key === '' || key.length > 128 || value.length > 256)
      throw invalidTags(`The tag '${key}' is not valid: a key has 1 to 128 characters, a value at most 256.`);
    merged.set(key, value);
  }
  if (merged.size > maxTags) throw tooManyTags();
  return [...merged].map(([key, value]) => ({ key, value }));
}
