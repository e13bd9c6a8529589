import type { OperationContext } from '../context.ts';
import { methodNotAllowed, noSuchKey, noSuchVersion } from './errors.ts';
import {
  type BucketRow,
  type BucketTables,
  type ObjectContent,
  type ObjectVersionRow,
  versionKey,
} from './store.ts';

/** The id of versions that were put while versioning was off or suspended. */
export const nullVersion = 'null';

/** Makes `content` the current version of a key; without content, a delete marker. What was current stays where versioning keeps it. */
export function putVersion(
  context: OperationContext,
  bucket: BucketRow,
  tables: BucketTables,
  version: { readonly key: string; readonly content?: ObjectContent | undefined },
): ObjectVersionRow {
  const isVersioned = bucket.versioning?.status === 'Enabled';
  const row: ObjectVersionRow = {
    key: version.key,
    versionId: isVersioned ? context.ids.alphanumeric(32) : nullVersion,
    modifiedAtMs: context.clock.now(),
    content: version.content,
  };
  const before = tables.current.get(row.key);
  // Without versioning there is one null version only, wherever it is.
  if (!isVersioned) tables.noncurrent.delete(versionKey(row.key, nullVersion));
  if (before !== undefined && before.versionId !== row.versionId) {
    tables.noncurrent.put(versionKey(before.key, before.versionId), before);
  }
  tables.current.put(row.key, row);
  return row;
}

/** Removes one version for good. When it was the current one, the newest of the others takes its place. */
export function removeVersion(tables: BucketTables, { key, versionId }: ObjectVersionRow): void {
  if (tables.noncurrent.delete(versionKey(key, versionId))) return;
  tables.current.delete(key);
  const heir = noncurrentOf(tables, key).at(-1);
  if (heir === undefined) return;
  tables.noncurrent.delete(versionKey(key, heir.versionId));
  tables.current.put(key, heir);
}

/** The version of that id, or the current one; undefined when there is none. */
export function lookUpVersion(
  tables: BucketTables,
  key: string,
  versionId: string | undefined,
): ObjectVersionRow | undefined {
  const current = tables.current.get(key);
  if (versionId === undefined || current?.versionId === versionId) return current;
  return tables.noncurrent.get(versionKey(key, versionId));
}

/** An object that can be read: throws as S3 does for what is not there and for delete markers. */
export function findObject(
  tables: BucketTables,
  request: { readonly Key: string | undefined; readonly VersionId?: string | undefined },
): ObjectVersionRow & { readonly content: ObjectContent } {
  const { Key: key = '', VersionId: versionId } = request;
  const row = lookUpVersion(tables, key, versionId);
  if (row === undefined) throw versionId === undefined ? noSuchKey() : noSuchVersion();
  const { content } = row;
  if (content === undefined) throw versionId === undefined ? noSuchKey() : methodNotAllowed();
  return { ...row, content };
}

/** Puts a new description into a version where it is. */
export function updateContent(
  tables: BucketTables,
  row: ObjectVersionRow,
  change: Partial<ObjectContent>,
): void {
  if (row.content === undefined) return;
  const updated = { ...row, content: { ...row.content, ...change } };
  if (tables.current.get(row.key)?.versionId === row.versionId) tables.current.put(row.key, updated);
  else tables.noncurrent.put(versionKey(row.key, row.versionId), updated);
}

/** The version id as answers give it: absent in buckets that never had versioning. */
export function shownVersionId(bucket: BucketRow, { versionId }: ObjectVersionRow): string | undefined {
  return bucket.versioning === undefined ? undefined : versionId;
}

/** The replaced versions of a key, oldest first. */
function noncurrentOf(tables: BucketTables, key: string): ObjectVersionRow[] {
  return [...tables.noncurrent.values()].filter((row) => row.key === key);
}
