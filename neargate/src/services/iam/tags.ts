import type { Tag } from '@aws-sdk/client-iam';
import { invalidInput, limitExceeded } from './errors.ts';

const maxTags = 50;

/** Adds or overwrites tags. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[] | undefined): Tag[] {
  const merged = new Map(existing.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  const given = new Set<string>();
  for (const { Key: key = '', Value: value = '' } of added ?? []) {
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidInput('aws: prefixed tag key names are not allowed for external use.');
    }
    if (given.has(key.toLowerCase())) {
      throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    }
    given.add(key.toLowerCase());
    merged.set(key, value);
  }
  if (merged.size > maxTags) throw limitExceeded('TagsPerResource', maxTags);
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

export function withoutTags(existing: readonly Tag[], keys: readonly string[] | undefined): Tag[] {
  return existing.filter(({ Key }) => !(keys ?? []).includes(Key ?? ''));
}

/** IAM leaves the member out where there are no tags. */
export function describeTags(tags: readonly Tag[]): Tag[] | undefined {
  return tags.length === 0 ? undefined : [...tags];
}
