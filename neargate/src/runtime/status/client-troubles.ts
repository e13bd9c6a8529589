import { clientsVerdict } from '../../controllers/private-network/load-balancer-reachability.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import type { Store } from '../../store/store.ts';
import type { ConnectionTrouble } from './problems.ts';

/** Listeners that no client gets through to. */
export function clientTroubles(store: Store): readonly ConnectionTrouble[] {
  return store.scopes('elbv2.listeners').flatMap((scope) => {
    const { listeners, loadBalancers } = elbv2Tables(store, scope);
    if ([...listeners.values()].length === 0) return [];
    const network = networkOf(store, scope);
    return [...listeners.values()].flatMap(({ loadBalancerArn, port }): ConnectionTrouble[] => {
      const loadBalancer = loadBalancers.get(loadBalancerArn);
      if (loadBalancer?.type !== 'application') return [];
      const verdict = clientsVerdict(network, loadBalancer, port);
      return verdict.allowed
        ? []
        : [{ from: 'clients', to: `load balancer ${loadBalancer.name}:${port}`, denial: verdict }];
    });
  });
}
