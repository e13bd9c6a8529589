import type { OperationContext } from '../context.ts';
import { elbv2Tables, type LoadBalancerRow } from '../elbv2/store.ts';
import { plainName } from './domain-names.ts';

/** The account's load balancer of a name, which may begin with `dualstack.`, in whichever region it is. */
export function findLoadBalancer(
  { store, caller }: OperationContext,
  canonical: string,
): LoadBalancerRow | undefined {
  const name = plainName(canonical).replace(/^dualstack\./, '');
  return store
    .scopes('elbv2.load-balancers')
    .filter((scope) => scope.startsWith(`${caller.accountId}/`))
    .flatMap((scope) => [...elbv2Tables(store, scope).loadBalancers.values()])
    .find(({ dnsName }) => dnsName.toLowerCase() === name);
}
