import type { Clock } from '../../core/clock.ts';
import { natGatewayRetentionMs, settleNatGateway } from '../../services/ec2/nat-gateways.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';

const tableName = 'ec2.nat-gateways';

/**
 * Settles NAT gateways at once. On AWS a gateway is pending for a minute or two while machines are set up for it; here it is
 * a rule of the network model, which holds as soon as it is written.
 */
export function natGatewayReconciler({ store, clock }: { store: Store; clock: Clock }): Reconciler {
  return {
    name: 'nat-gateway',
    keysFor: ({ table, scope, key }) => (table === tableName ? [keyOf(scope, key)] : []),
    initialKeys: () =>
      store
        .scopes(tableName)
        .flatMap((scope) => Array.from(ec2Tables(store, scope).natGateways.keys(), (id) => keyOf(scope, id))),
    async reconcile(key) {
      const [scope = '', natGatewayId = ''] = key.split(' ');
      const tables = ec2Tables(store, scope);
      store.transact(() => settleNatGateway(tables, natGatewayId, clock.now()));
      const state = tables.natGateways.get(natGatewayId)?.observed.state;
      return state === 'deleted' ? { requeueAfterMs: natGatewayRetentionMs } : undefined;
    },
  };
}

function keyOf(scope: string, natGatewayId: string): string {
  return `${scope} ${natGatewayId}`;
}
