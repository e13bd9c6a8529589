import type { SnapshotSources } from '../../controllers/load-balancer/routing-snapshot.ts';
import {
  loadBalancerClients,
  loadBalancerReachability,
} from '../../controllers/private-network/load-balancer-reachability.ts';
import { cidrContains } from '../../network/ipv4.ts';
import { networkOf, zonesInService } from '../../services/faults/network-faults.ts';
import { faultsOfKind } from '../../services/faults/store.ts';
import { acmTables } from '../../services/acm/store.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { TaskAddresses } from '../tasks/task-addresses.ts';

/** Where targets answer on this machine and whether a load balancer may reach them, as the tables are now. */
export function snapshotSources(
  { store, timing }: Pick<ControlPlane, 'store' | 'timing'>,
  addresses: Pick<TaskAddresses, 'placeOf'>,
  scope: string,
): Omit<SnapshotSources, 'bindOf'> {
  const tables = ec2Tables(store, scope);
  const interfaceAt = new Map<string, string>();
  for (const { vpcId, privateIpAddress, networkInterfaceId } of tables.networkInterfaces.values()) {
    interfaceAt.set(`${vpcId} ${privateIpAddress}`, networkInterfaceId);
  }
  const network = networkOf(store, scope);
  const zones = zonesInService(store, scope);
  const targetFaults = faultsOfKind(store, scope, 'target-health');
  return {
    timing,
    isInService: (zoneName) => zones.has(zoneName),
    checkFault(targetGroupArn, id, port) {
      const found = targetFaults.find(
        ({ fault }) =>
          fault.targetGroupArn === targetGroupArn && fault.targetId === id && fault.port === port,
      );
      if (found === undefined) return undefined;
      const { answer } = found.fault;
      return answer.kind === 'delay'
        ? { kind: 'late', delayMs: answer.delayMs }
        : { kind: 'unanswered', reason: `Its health checks get no answer (fault ${found.faultId}).` };
    },
    certificateOf(arn) {
      const observed = acmTables(store, scope).certificates.get(arn)?.observed;
      if (observed?.status !== 'ISSUED') return undefined;
      const { certificatePem, chainPem, privateKeyPem } = observed;
      return { arn, certificatePem: `${certificatePem}\n${chainPem}`, privateKeyPem };
    },
    addressOf(vpcId, id, port) {
      const found = interfaceAt.get(`${vpcId} ${id}`);
      return found === undefined ? undefined : addresses.placeOf(scope, found, port);
    },
    zoneOf(vpcId, id) {
      for (const subnet of tables.subnets.values()) {
        if (subnet.vpcId === vpcId && cidrContains(subnet.cidrBlock, id)) return subnet.availabilityZone;
      }
      return undefined;
    },
    addressOfInterface(networkInterfaceId) {
      const found = tables.networkInterfaces.get(networkInterfaceId);
      return found?.association?.publicIp ?? found?.privateIpAddress;
    },
    clients: loadBalancerClients(network),
    reachability: loadBalancerReachability(network),
  };
}
