import { connectionsTableNames, connectionsTables } from '../../services/connections/store.ts';
import type { Store } from '../../store/store.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { Reconciler } from '../reconciler.ts';

/**
 * Makes connections say whether repositories are behind them: AVAILABLE while the configuration lets local git directories stand for
 * repositories (NEARGATE_CONNECTIONS), which takes the place of AWS's handshake, and PENDING otherwise.
 * @param directories by repository id or connection ARN
 */
export function connectionReconciler(store: Store, directories: ReadonlyMap<string, string>): Reconciler {
  const hasRepositories = [...directories.keys()].some((name) => !name.startsWith('arn:'));
  return {
    name: 'connection',
    keysFor: ({ table, key }) => (table === connectionsTableNames.connections ? [key] : []),
    initialKeys: () =>
      store
        .scopes(connectionsTableNames.connections)
        .flatMap((scope) => [...connectionsTables(store, scope).connections.keys()]),
    async reconcile(arn) {
      const { connections } = connectionsTables(store, regionalScopeOfArn(arn));
      const row = connections.get(arn);
      const status = hasRepositories || directories.has(arn) ? 'AVAILABLE' : 'PENDING';
      if (row !== undefined && row.observed.status !== status)
        connections.put(arn, { ...row, observed: { status } });
      return undefined;
    },
  };
}
