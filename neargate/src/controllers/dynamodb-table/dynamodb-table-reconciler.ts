import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import type { OperationContext } from '../../services/context.ts';
import { settleTable } from '../../services/dynamodb/settle-table.ts';
import {
  dynamodbBackupName,
  dynamodbBackups,
  dynamodbTableName,
  dynamodbTables,
} from '../../services/dynamodb/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';

/** About what AWS takes for a table without items. */
const changeMs = 10_000;

/** Lets tables become ACTIVE, or go away, and backups become AVAILABLE, after the time that AWS takes. */
export function dynamodbTableReconciler(environment: {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly contextOf: (scope: string) => OperationContext;
}): Reconciler {
  const { store, clock, timing, contextOf } = environment;
  const keysOf = (table: string) =>
    store
      .scopes(table)
      .flatMap((scope) => Array.from(store.table(table, scope).keys(), (key) => `${scope} ${key}`));
  const remainingMs = (sinceMs: number) =>
    sinceMs + timing.scaled('dynamodb-table-change', changeMs) - clock.now();
  return {
    name: 'dynamodb-table',
    keysFor: ({ table, scope, key, after }) =>
      (table === dynamodbTableName || table === dynamodbBackupName) && after !== undefined
        ? [`${scope} ${key}`]
        : [],
    initialKeys: () => [...keysOf(dynamodbTableName), ...keysOf(dynamodbBackupName)],
    async reconcile(place) {
      const [scope = '', key = ''] = place.split(' ');
      const backups = dynamodbBackups(store, scope);
      const backup = backups.get(key);
      if (backup?.observed.status === 'CREATING') {
        const waitMs = remainingMs(backup.createdAtMs);
        if (waitMs > 0) return { requeueAfterMs: waitMs };
        backups.put(key, { ...backup, observed: { status: 'AVAILABLE' } });
        return undefined;
      }
      const row = dynamodbTables(store, scope).get(key);
      if (row === undefined || row.observed.status === 'ACTIVE') return undefined;
      const waitMs = remainingMs(row.observed.sinceMs);
      if (waitMs > 0) return { requeueAfterMs: waitMs };
      store.transact(() => settleTable(contextOf(scope), key));
      return undefined;
    },
  };
}
