import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import type { OperationContext } from '../../services/context.ts';
import { raiseRevision } from '../../services/servicediscovery/instances.ts';
import { serviceDiscoveryTableNames, serviceDiscoveryTables } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_HealthCheckCustomConfig.html */
const healthTakesEffectMs = 30_000;

export interface InstanceHealthOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly contextOf: (scope: string) => OperationContext;
}

/** Lets a custom health status act some time after it was asked for. */
export function instanceHealthReconciler(options: InstanceHealthOptions): Reconciler {
  const { store, clock, timing, contextOf } = options;
  const keyOf = (scope: string, key: string) => `${scope} ${key}`;
  return {
    name: 'service-discovery-instance-health',
    keysFor: ({ table, scope, key, after }) =>
      table === serviceDiscoveryTableNames.instances && after !== undefined ? [keyOf(scope, key)] : [],
    initialKeys: () =>
      store
        .scopes(serviceDiscoveryTableNames.instances)
        .flatMap((scope) =>
          Array.from(serviceDiscoveryTables(store, scope).instances.keys(), (key) => keyOf(scope, key)),
        ),
    async reconcile(place) {
      const scope = place.slice(0, place.indexOf(' '));
      const key = place.slice(scope.length + 1);
      const { instances } = serviceDiscoveryTables(store, scope);
      const row = instances.get(key);
      if (row?.requestedHealth === undefined) return undefined;
      const { status, atMs } = row.requestedHealth;
      const remainingMs = atMs + timing.scaled('cloud-map-custom-health', healthTakesEffectMs) - clock.now();
      if (remainingMs > 0) return { requeueAfterMs: remainingMs };
      store.transact(() => {
        instances.put(key, { ...row, requestedHealth: undefined, observed: { health: status } });
        if (row.observed.health !== status) raiseRevision(contextOf(scope), row.serviceId);
      });
      return undefined;
    },
  };
}
