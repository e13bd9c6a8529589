import type { Table } from '../../store/table.ts';
import type { TableRow } from './store.ts';

/** Brings about what was asked for last: a table is there, or gone. There is nothing to set up behind a description. */
export function settleTable(tables: Table<TableRow>, name: string, nowMs: number): void {
  const row = tables.get(name);
  if (row === undefined || row.observed.status === 'ACTIVE') return;
  if (row.observed.status === 'DELETING') tables.delete(name);
  else tables.put(name, { ...row, observed: { status: 'ACTIVE', sinceMs: nowMs } });
}
