import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import { settleTable } from '../../services/dynamodb/settle-table.ts';
import { dynamodbTableName, dynamodbTables } from '../../services/dynamodb/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';

/** About what AWS takes for a table without items. */
const changeMs = 10_000;

/** Lets tables become ACTIVE, or go away, after the time that AWS takes. */
export function dynamodbTableReconciler(environment: {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
}): Reconciler {
  const { store, clock, timing } = environment;
  return {
    name: 'dynamodb-table',
    keysFor: ({ table, scope, key, after }) =>
      table === dynamodbTableName && after !== undefined ? [`${scope} ${key}`] : [],
    initialKeys: () =>
      store
        .scopes(dynamodbTableName)
        .flatMap((scope) => Array.from(dynamodbTables(store, scope).keys(), (name) => `${scope} ${name}`)),
    async reconcile(place) {
      const [scope = '', name = ''] = place.split(' ');
      const tables = dynamodbTables(store, scope);
      const row = tables.get(name);
      if (row === undefined || row.observed.status === 'ACTIVE') return undefined;
      const remainingMs =
        row.observed.sinceMs + timing.scaled('dynamodb-table-change', changeMs) - clock.now();
      if (remainingMs > 0) return { requeueAfterMs: remainingMs };
      settleTable(tables, name, clock.now());
      return undefined;
    },
  };
}
