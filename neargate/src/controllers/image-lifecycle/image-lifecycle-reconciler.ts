import type { Timing } from '../../core/timing.ts';
import type { Clock } from '../../core/clock.ts';
import type { OperationContext } from '../../services/context.ts';
import { applyLifecycle } from '../../services/ecr/repository-lifecycle.ts';
import { ecrTables } from '../../services/ecr/store.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import type { Reconciler } from '../reconciler.ts';

export interface ImageLifecycleOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
  contextOf(scope: string): OperationContext;
}

const repositoriesTable = 'ecr.repositories';
const watched = new Set([repositoriesTable, 'ecr.images', 'ecr.image-tags']);

/** AWS promises 24 hours; a policy acts once nothing was pushed for this time: the images of an index come before it. */
const quietMs = 60 * 60 * 1000;
/** Node's timers do not reach further than 24 days. */
const longestWaitMs = 24 * 60 * 60 * 1000;

/** Expires the images of repositories as their lifecycle policies say, after pushes and as time passes. */
export function imageLifecycleReconciler(options: ImageLifecycleOptions): Reconciler {
  const { store, clock, timing } = options;
  return {
    name: 'image-lifecycle',
    keysFor: (change) => keysOf(store, change),
    initialKeys: () =>
      store
        .scopes(repositoriesTable)
        .flatMap((scope) =>
          [...ecrTables(store, scope).repositories.values()]
            .filter(({ lifecyclePolicyText }) => lifecyclePolicyText !== undefined)
            .map(({ repositoryName }) => keyOf(scope, repositoryName)),
        ),
    async reconcile(key) {
      const [scope = '', repositoryName = ''] = key.split(' ');
      const tables = ecrTables(store, scope);
      if (tables.repositories.get(repositoryName)?.lifecyclePolicyText === undefined) return undefined;
      const pushedAtMs = [...tables.images.values()]
        .filter((row) => row.repositoryName === repositoryName)
        .reduce((latest, row) => Math.max(latest, row.pushedAtMs), 0);
      const quietInMs = pushedAtMs + timing.scaled('ecr-lifecycle', quietMs) - clock.now();
      if (quietInMs > 0) return { requeueAfterMs: quietInMs };
      const nextAtMs = store.transact(() => applyLifecycle(options.contextOf(scope), repositoryName));
      if (nextAtMs === undefined) return undefined;
      return { requeueAfterMs: Math.min(longestWaitMs, Math.max(1, nextAtMs - clock.now())) };
    },
  };
}

function keysOf(store: Store, { table, scope, before, after }: Change): readonly string[] {
  if (!watched.has(table)) return [];
  const row = (after ?? before) as { readonly repositoryName: string };
  const repository = ecrTables(store, scope).repositories.get(row.repositoryName);
  return repository?.lifecyclePolicyText === undefined ? [] : [keyOf(scope, row.repositoryName)];
}

function keyOf(scope: string, repositoryName: string): string {
  return `${scope} ${repositoryName}`;
}
