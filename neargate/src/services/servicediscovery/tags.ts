import type { Tag } from '@aws-sdk/client-servicediscovery';
import { invalidInput, tooManyTags } from './errors.ts';

const maxTags = 50;

/** Adds or overwrites tags. https://docs.aws.amazon.com/cloud-map/latest/api/API_TagResource.html */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[] = []): Tag[] {
  const merged = new Map(existing.map(({ Key = '', Value = '' }) => [Key, Value]));
  for (const { Key = '', Value = '' } of added) {
    if (Key.startsWith('aws:')) throw invalidInput('Tag keys must not begin with aws:.');
    merged.set(Key, Value);
  }
  if (merged.size > maxTags) throw tooManyTags();
  return Array.from(merged, ([Key, Value]) => ({ Key, Value }));
}
