import type { OperationContext } from '../context.ts';
import { runImport } from './imports/run-import.ts';
import { dynamodbImportsOf, dynamodbTablesOf } from './store.ts';

/** Brings about what was asked for last: a table is there, or gone. There is nothing to set up behind a description. */
export function settleTable(context: OperationContext, name: string): void {
  const tables = dynamodbTablesOf(context);
  const row = tables.get(name);
  if (row === undefined || row.observed.status === 'ACTIVE') return;
  if (row.observed.status === 'DELETING') {
    tables.delete(name);
    return;
  }
  // Not verified: that AWS leaves no table where an import has failed.
  if (row.importArn !== undefined && !settleImport(context, row.importArn)) {
    tables.delete(name);
    return;
  }
  tables.put(name, {
    ...row,
    importArn: undefined,
    observed: { status: 'ACTIVE', sinceMs: context.clock.now() },
  });
}

/** Whether the import has completed. */
function settleImport(context: OperationContext, arn: string): boolean {
  const imports = dynamodbImportsOf(context);
  const row = imports.get(arn);
  if (row === undefined) return true;
  const outcome = runImport(context, row);
  const isCompleted = outcome.failure === undefined;
  imports.put(arn, {
    ...row,
    observed: {
      ...outcome,
      status: isCompleted ? 'COMPLETED' : 'FAILED',
      endedAtMs: context.clock.now(),
    },
  });
  return isCompleted;
}
