import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import { route53TableNames, route53Tables } from '../../services/route53/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';

/** How long AWS usually takes. https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html */
const propagationMs = 60_000;

/** Lets changes of hosted zones become INSYNC after the time that AWS takes to tell its name servers. Tasks see them before. */
export function dnsChangeReconciler(environment: {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
}): Reconciler {
  const { store, clock, timing } = environment;
  return {
    name: 'dns-change',
    keysFor: ({ table, scope, key, after }) =>
      table === route53TableNames.changes && after !== undefined ? [`${scope} ${key}`] : [],
    initialKeys: () =>
      store
        .scopes(route53TableNames.changes)
        .flatMap((accountId) =>
          Array.from(route53Tables(store, accountId).changes.keys(), (id) => `${accountId} ${id}`),
        ),
    async reconcile(place) {
      const [accountId = '', id = ''] = place.split(' ');
      const { changes } = route53Tables(store, accountId);
      const row = changes.get(id);
      if (row?.observed.status !== 'PENDING') return undefined;
      const remainingMs =
        row.submittedAtMs + timing.scaled('route53-propagation', propagationMs) - clock.now();
      if (remainingMs > 0) return { requeueAfterMs: remainingMs };
      changes.put(id, { ...row, observed: { status: 'INSYNC' } });
      return undefined;
    },
  };
}
