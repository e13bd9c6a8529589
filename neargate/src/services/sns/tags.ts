import type { Tag } from '@aws-sdk/client-sns';
import { invalidParameter, tagLimitExceeded } from './errors.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-tags.html */
const maxTags = 50;

export function tagRecord(tags: readonly Tag[]): Readonly<Record<string, string>> {
  const keys = tags.map(({ Key = '' }) => Key);
  if (new Set(keys).size < keys.length) throw invalidParameter('Duplicated keys are not allowed.');
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** @throws AwsError InvalidParameter, TagLimitExceeded */
export function changedTags(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const key of Object.keys(given))
    if (key.startsWith('aws:')) throw invalidParameter(`Tags Reason: The tag ${key} is not valid`);
  const after = { ...before, ...given };
  if (Object.keys(after).length > maxTags) throw tagLimitExceeded();
  return after;
}
