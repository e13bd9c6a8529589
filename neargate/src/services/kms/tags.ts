import type { Tag } from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error.ts';
import type { KeyRow } from './store.ts';

const maxTags = 50;

/** Adds or overwrites tags. https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export function mergeTags(existing: KeyRow['tags'], added: readonly Tag[] | undefined): KeyRow['tags'] {
  const merged = new Map(existing.map(({ key, value }) => [key, value]));
  for (const { TagKey: key = '', TagValue: value = '' } of added ?? []) {
    if (key === '' || key.length > 128 || value.length > 256 || key.startsWith('aws:')) {
      throw new AwsError('TagException', `The tag key or value is not valid: ${key}`);
    }
    merged.set(key, value);
  }
  if (merged.size > maxTags) throw new AwsError('LimitExceededException', 'Too many tags');
  return [...merged].map(([key, value]) => ({ key, value }));
}
