import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../core/aws-error.ts';
import { tooMany, validationError } from './errors.ts';
import type { Elbv2Tables } from './store.ts';

const maxTagsPerResource = 50;

/** Adds or overwrites tags. */
export function putTags(tables: Elbv2Tables, resourceArn: string, tags: readonly Tag[] | undefined): void {
  if (tags === undefined || tags.length === 0) return;
  const seen = new Set<string>();
  const merged = new Map(tables.tags.get(resourceArn)?.tags.map((tag) => [tag.key, tag.value]));
  for (const { Key: key = '', Value: value = '' } of tags) {
    if (key === '' || key.length > 128 || value.length > 256) {
      throw validationError(
        `The tag '${key}' is not valid: a key has 1 to 128 characters, a value at most 256`,
      );
    }
    if (seen.has(key))
      throw new AwsError('DuplicateTagKeys', `The tag key '${key}' was specified more than once`);
    seen.add(key);
    merged.set(key, value);
  }
  if (merged.size > maxTagsPerResource) {
    throw tooMany('Tags', `The maximum number of tags per resource is '${maxTagsPerResource}'`);
  }
  tables.tags.put(resourceArn, {
    resourceArn,
    tags: [...merged].map(([key, value]) => ({ key, value })),
  });
}

export function removeTags(tables: Elbv2Tables, resourceArn: string, keys: readonly string[]): void {
  const row = tables.tags.get(resourceArn);
  if (row === undefined) return;
  const left = row.tags.filter((tag) => !keys.includes(tag.key));
  if (left.length === 0) tables.tags.delete(resourceArn);
  else tables.tags.put(resourceArn, { ...row, tags: left });
}

export function describeTags(tables: Elbv2Tables, resourceArn: string): Tag[] {
  return (tables.tags.get(resourceArn)?.tags ?? []).map(({ key, value }) => ({ Key: key, Value: value }));
}
