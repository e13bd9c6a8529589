import type { Tag } from '@aws-sdk/client-rds';
import type { RdsTables } from './store.ts';

/** Adds or overwrites tags. */
export function putTags(tables: RdsTables, resourceArn: string, tags: readonly Tag[] | undefined): void {
  if (tags === undefined || tags.length === 0) return;
  const merged = new Map(tables.tags.get(resourceArn)?.tags.map((tag) => [tag.key, tag.value]));
  for (const { Key: key = '', Value: value = '' } of tags) merged.set(key, value);
  tables.tags.put(resourceArn, {
    resourceArn,
    tags: [...merged].map(([key, value]) => ({ key, value })),
  });
}

export function removeTags(tables: RdsTables, resourceArn: string, keys: readonly string[]): void {
  const row = tables.tags.get(resourceArn);
  if (row === undefined) return;
  const left = row.tags.filter((tag) => !keys.includes(tag.key));
  if (left.length === 0) tables.tags.delete(resourceArn);
  else tables.tags.put(resourceArn, { ...row, tags: left });
}

export function describeTags(tables: RdsTables, resourceArn: string): Tag[] {
  return (tables.tags.get(resourceArn)?.tags ?? []).map(({ key, value }) => ({ Key: key, Value: value }));
}
