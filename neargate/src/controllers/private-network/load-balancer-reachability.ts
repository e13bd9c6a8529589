import { clientVerdict } from '../../network/client-reachability.ts';
import type { NetworkModel } from '../../network/model.ts';
import { decide } from '../../network/reachability.ts';
import type { Verdict } from '../../network/verdict.ts';
import type { LoadBalancerRow } from '../../services/elbv2/store.ts';
import type { SnapshotSources } from '../load-balancer/routing-snapshot.ts';

/**
 * Whether a load balancer reaches a registered address. It has one network interface per zone, each of which sends requests and
 * checks to every target: one that does not get through is enough to deny, since on AWS the target would fail the checks from there.
 * The one of a zone that is out sends nothing, so that it does not count while there is another.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function loadBalancerVerdict(
  model: NetworkModel,
  loadBalancer: Pick<LoadBalancerRow, 'name' | 'loadBalancerArn' | 'zones'>,
  vpcId: string | undefined,
  id: string,
  port: number,
): Verdict {
  const target = [...model.interfaces.values()].find((each) => each.privateIp === id && each.vpcId === vpcId);
  const destination = target === undefined ? { internetAddress: id } : { interfaceId: target.id };
  let verdict: Verdict | undefined;
  const inService = loadBalancer.zones.filter(({ zoneName }) => !model.faults.zones.has(zoneName));
  for (const { networkInterfaceId } of inService.length > 0 ? inService : loadBalancer.zones) {
    verdict = decide(model, {
      source: { interfaceId: networkInterfaceId },
      destination,
      protocol: 'tcp',
      port,
    });
    if (!verdict.allowed) return verdict;
  }
  return (
    verdict ?? {
      allowed: false,
      at: loadBalancer.loadBalancerArn,
      kind: 'interface',
      reason: `Load balancer ${loadBalancer.name} is in no subnet.`,
      remedy: 'Give the load balancer subnets.',
    }
  );
}

/** The verdict in the load balancer's own terms, for its routing snapshot. */
export function loadBalancerReachability(model: NetworkModel): SnapshotSources['reachability'] {
  return (loadBalancer, vpcId, id, port) => {
    const verdict = loadBalancerVerdict(model, loadBalancer, vpcId, id, port);
    return verdict.allowed ? { allowed: true } : { allowed: false, reason: verdict.reason };
  };
}

/** Whether any client can connect to the load balancer at the port; its zones that are out answer nobody. */
export function clientsVerdict(
  model: NetworkModel,
  { zones }: Pick<LoadBalancerRow, 'zones'>,
  port: number,
): Verdict {
  return clientVerdict(
    model,
    zones.map(({ networkInterfaceId }) => networkInterfaceId),
    port,
  );
}

/** The same in the load balancer's own terms. */
export function loadBalancerClients(model: NetworkModel): SnapshotSources['clients'] {
  return (loadBalancer, port) => {
    const verdict = clientsVerdict(model, loadBalancer, port);
    return verdict.allowed ? { allowed: true } : { allowed: false, reason: verdict.reason };
  };
}
