import type { VPCRegion } from '@aws-sdk/client-route-53';
import { ec2Tables } from '../../services/ec2/store.ts';
import type { InterfaceReference } from '../../network/local-network.ts';
import { route53Tables } from '../../services/route53/store.ts';
import { isSameVpc } from '../../services/route53/vpc-associations.ts';
import type { NamespaceRow } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import { connectNames } from '../service-connect/connect-names.ts';
import { readConnectTasks } from '../service-connect/read-connect-tasks.ts';
import { type DiscoveredService, discoveredNames } from '../service-discovery/discovered-names.ts';
import { readDiscoveredServices } from '../service-discovery/read-discovered-services.ts';
import { networkInterfaceId } from '../ecs-task/task-changes.ts';
import type { HostEntry, RecordedName } from './hosts-file.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import { privateZoneNames } from './private-zone-names.ts';
import { readPrivateZones } from './read-private-zones.ts';

/**
 * What each task can resolve, by the task's id: what every task can, the private zones of its VPC, and what Service Connect
 * gives it. Tasks of a VPC without the latter share one list.
 * @param tasks the interface of every task that has one, by the task's ARN
 */
export function namesOfTasks(
  store: Store,
  addresses: InterfaceAddresses,
  tasks: ReadonlyMap<string, InterfaceReference>,
  everybodys: readonly HostEntry[],
): ReadonlyMap<string, readonly HostEntry[]> {
  const byVpc = new Map<string, readonly HostEntry[]>();
  const services = new Map<string, readonly DiscoveredService[]>();
  const connected = new Map<string, ReadonlyMap<string, readonly RecordedName[]>>();
  return new Map(
    Array.from(tasks, ([taskArn, { scope, interfaceId }]) => {
      const vpcId = ec2Tables(store, scope).networkInterfaces.get(interfaceId)?.vpcId ?? '';
      const key = `${scope} ${vpcId}`;
      const discovered = services.get(scope) ?? readDiscoveredServices(store, scope);
      services.set(scope, discovered);
      const names = byVpc.get(key) ?? [
        ...everybodys,
        ...zonesOf(store, addresses, { scope, vpcId }, discovered, everybodys),
      ];
      byVpc.set(key, names);
      const connects = connected.get(scope) ?? connectNamesOf(store, addresses, scope);
      connected.set(scope, connects);
      const taskId = taskArn.slice(taskArn.lastIndexOf('/') + 1);
      const own = connects.get(taskId) ?? [];
      return [taskId, own.length === 0 ? names : [...names, ...own]];
    }),
  );
}

function connectNamesOf(
  store: Store,
  addresses: InterfaceAddresses,
  scope: string,
): ReadonlyMap<string, readonly RecordedName[]> {
  return connectNames(readConnectTasks(store, scope), (task) => {
    const interfaceId = networkInterfaceId(task);
    return interfaceId === undefined ? undefined : addresses.loopbackOf(scope, interfaceId);
  });
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html: both settings of the VPC. */
function zonesOf(
  store: Store,
  addresses: InterfaceAddresses,
  { scope, vpcId }: { readonly scope: string; readonly vpcId: string },
  services: readonly DiscoveredService[],
  everybodys: readonly HostEntry[],
): readonly HostEntry[] {
  const { vpcs, networkInterfaces } = ec2Tables(store, scope);
  const vpc = vpcs.get(vpcId);
  if (vpc?.enableDnsSupport !== true || !vpc.enableDnsHostnames) return [];
  const zones = readPrivateZones(store, scope, vpcId);
  if (services.length === 0 && zones.length === 0) return [];
  const interfaces = new Map(
    [...networkInterfaces.values()]
      .filter((row) => row.vpcId === vpcId)
      .map((row) => [row.privateIpAddress, row.networkInterfaceId]),
  );
  const addressOf = (privateAddress: string) => {
    const interfaceId = interfaces.get(privateAddress);
    return interfaceId === undefined ? privateAddress : addresses.loopbackOf(scope, interfaceId);
  };
  const discovered = discoveredNames(
    services,
    (namespace) => isOfVpc(store, scope, namespace, vpcId),
    addressOf,
  );
  const known = new Map([...everybodys, ...discovered].map((entry) => [entry.name.toLowerCase(), entry]));
  return [
    ...discovered,
    ...privateZoneNames(zones, {
      region: scope.split('/')[1] ?? '',
      addressOf,
      entryOf: (name) => known.get(name),
    }),
  ];
}

/** The VPCs of a namespace are those of its zone; one that was made before there were zones has its own only. */
function isOfVpc(store: Store, scope: string, namespace: NamespaceRow, vpcId: string): boolean {
  const [accountId = '', region = ''] = scope.split('/');
  const zone = route53Tables(store, accountId).zones.get(namespace.hostedZoneId ?? '');
  if (zone === undefined) return namespace.vpcId === vpcId;
  return (
    zone.vpcs?.some((each) => isSameVpc(each, { VPCId: vpcId, VPCRegion: region as VPCRegion })) === true
  );
}
