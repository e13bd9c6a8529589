import type { TableRow } from './store.ts';

/** Attributes of an index that is gone stay defined until the table is described anew. */
export function withUsedAttributes(row: TableRow): TableRow {
  const used = new Set(
    [row.keySchema, ...[...row.globalIndexes, ...row.localIndexes].map(({ KeySchema = [] }) => KeySchema)]
      .flat()
      .map(({ AttributeName }) => AttributeName),
  );
  return { ...row, attributes: row.attributes.filter(({ AttributeName }) => used.has(AttributeName)) };
}
