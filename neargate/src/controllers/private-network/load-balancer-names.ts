import { elbv2Tables } from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import type { RecordedName } from './hosts-file.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html */
const ttlSeconds = 60;

/** The DNS name of every load balancer that listens, and where on this machine. As on AWS it resolves everywhere. */
export function loadBalancerNames(store: Store): readonly RecordedName[] {
  return store.scopes('elbv2.load-balancers').flatMap((scope) => {
    const { loadBalancers, listeners } = elbv2Tables(store, scope);
    return [...loadBalancers.values()].flatMap(({ dnsName, observed }): RecordedName[] => {
      const host = observed.listening[0]?.host;
      if (host === undefined) return [];
      const ports = observed.listening.flatMap((each) => {
        const listener = listeners.get(each.listenerArn);
        return each.host === host && listener !== undefined ? [[listener.port, each.port] as const] : [];
      });
      return [
        {
          name: dnsName,
          addresses: [host],
          services: [],
          ports: Object.fromEntries(ports),
          answers: 1,
          ttl: ttlSeconds,
        },
      ];
    });
  });
}
