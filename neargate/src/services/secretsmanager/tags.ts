import type { Tag } from '@aws-sdk/client-secrets-manager';
import { invalidParameter, invalidRequest } from './errors.ts';

const maxTags = 50;

/** Adds or overwrites tags. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map(existing.map(({ Key = '', Value = '' }) => [Key, Value]));
  for (const { Key = '', Value = '' } of added) {
    if (Key === '') throw invalidParameter('You must provide a tag key value.');
    if (Key.startsWith('aws:')) {
      throw invalidRequest("Tag keys can't start with 'aws:'. That string is reserved for use by AWS.");
    }
    merged.set(Key, Value);
  }
  if (merged.size > maxTags) throw invalidParameter(`A secret can have at most ${maxTags} tags.`);
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}
