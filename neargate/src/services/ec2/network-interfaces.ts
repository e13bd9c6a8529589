import { AwsError } from '../../core/aws-error.ts';
import type { IdSource } from '../../core/ids.ts';
import { addressCount, containsAddress, formatIpv4, parseIpv4, parseIpv4Cidr } from '../../network/ipv4.ts';
import { invalidParameterValue, notFound } from './errors.ts';
import type { Ec2Tables, NetworkInterfaceRow, SubnetRow } from './store.ts';
import { defaultSecurityGroup } from './vpc-pieces.ts';

/** Network, router, DNS and one kept for the future at the start of every subnet; the broadcast address at its end. */
const reservedAtStart = 4;
const reservedAtEnd = 1;
const maxGroupsPerInterface = 5;

export interface NetworkInterfaceRequest {
  readonly subnetId: string;
  /** Security group ids of the subnet's VPC; the VPC's default group when absent. None at all for NAT gateways. */
  readonly groups?: readonly string[] | undefined;
  readonly description: string;
  /** `interface` unless a service says otherwise (`nat_gateway`, `vpc_endpoint`, `load_balancer`). */
  readonly interfaceType?: string;
  readonly requesterManaged?: boolean;
  readonly requesterId?: string | undefined;
  /** Whose machine it is attached to: an account id, or `amazon-elb`, `amazon-aws`. Absent = not attached. */
  readonly attachedTo?: string | undefined;
  readonly privateIpAddress?: string | undefined;
  /** Gives it an address of Amazon's pool, as `assignPublicIp` and internet-facing load balancers do. */
  readonly assignPublicIp?: boolean;
}

export interface AllocationEnvironment {
  readonly ids: IdSource;
  readonly nowMs: number;
}

/**
 * Makes a network interface with the next free private address of the subnet, for a task, a load balancer, a NAT gateway, an
 * endpoint or a database. Throws AWS's errors: unknown subnet or group, groups of another VPC, no free address.
 */
export function allocateNetworkInterface(
  tables: Ec2Tables,
  environment: AllocationEnvironment,
  request: NetworkInterfaceRequest,
): NetworkInterfaceRow {
  const subnet = tables.subnets.get(request.subnetId);
  if (subnet === undefined) throw notFound('subnet', request.subnetId);
  const { ids, nowMs } = environment;
  const privateIpAddress = pickPrivateAddress(tables, subnet, request.privateIpAddress);
  const row: NetworkInterfaceRow = {
    networkInterfaceId: `eni-${ids.hex(17)}`,
    vpcId: subnet.vpcId,
    subnetId: subnet.subnetId,
    availabilityZone: subnet.availabilityZone,
    privateIpAddress,
    macAddress: macAddressOf(ids),
    groupIds: checkedGroups(tables, subnet.vpcId, request.groups),
    description: request.description,
    interfaceType: request.interfaceType ?? 'interface',
    requesterManaged: request.requesterManaged ?? false,
    requesterId: request.requesterId,
    status: request.attachedTo === undefined ? 'available' : 'in-use',
    attachment:
      request.attachedTo === undefined
        ? undefined
        : {
            attachmentId: `eni-attach-${ids.hex(17)}`,
            instanceOwnerId: request.attachedTo,
            attachedAtMs: nowMs,
          },
    association:
      request.assignPublicIp === true
        ? { publicIp: pickPublicAddress(tables, ids), ipOwnerId: 'amazon' }
        : undefined,
    sourceDestCheck: true,
  };
  tables.networkInterfaces.put(row.networkInterfaceId, row);
  return row;
}

/** Deletes an interface and frees its addresses; an Elastic IP on it is disassociated. Nothing happens when it is gone already. */
export function releaseNetworkInterface(tables: Ec2Tables, networkInterfaceId: string): void {
  if (!tables.networkInterfaces.delete(networkInterfaceId)) return;
  tables.tags.delete(networkInterfaceId);
  for (const address of tables.addresses.values()) {
    if (address.association?.networkInterfaceId === networkInterfaceId) {
      tables.addresses.put(address.allocationId, { ...address, association: undefined });
    }
  }
}

/** How many interfaces a subnet still has room for. */
export function availableAddressCount(tables: Ec2Tables, subnet: SubnetRow): number {
  const network = parseIpv4Cidr(subnet.cidrBlock);
  if (network === undefined) return 0;
  return addressCount(network) - reservedAtStart - reservedAtEnd - usedAddresses(tables, subnet).size;
}

/** The wanted address of the subnet, or its next free one; throws AWS's errors when there is none. */
export function pickPrivateAddress(tables: Ec2Tables, subnet: SubnetRow, wanted: string | undefined): string {
  const network = parseIpv4Cidr(subnet.cidrBlock);
  if (network === undefined) throw new Error(`subnet ${subnet.subnetId} has no IPv4 block`);
  const used = usedAddresses(tables, subnet);
  const first = network.first + reservedAtStart;
  const last = network.first + addressCount(network) - 1 - reservedAtEnd;
  if (wanted !== undefined) {
    const address = parseIpv4(wanted);
    if (address === undefined || !containsAddress(network, address) || address < first || address > last) {
      throw invalidParameterValue("Address does not fall within the subnet's address range");
    }
    if (used.has(wanted))
      throw new AwsError('InvalidIPAddress.InUse', 'The specified address is already in use.');
    return wanted;
  }
  for (let address = first; address <= last; address++) {
    const text = formatIpv4(address);
    if (!used.has(text)) return text;
  }
  throw new AwsError(
    'InsufficientFreeAddressesInSubnet',
    `The specified subnet does not have enough free addresses to satisfy the request.`,
  );
}

/** The primary one first. */
export function privateAddressesOf(row: NetworkInterfaceRow): readonly string[] {
  return [row.privateIpAddress, ...(row.secondaryPrivateIpAddresses ?? [])];
}

function usedAddresses(tables: Ec2Tables, subnet: SubnetRow): Set<string> {
  const used = new Set<string>();
  for (const row of tables.networkInterfaces.values()) {
    if (row.subnetId !== subnet.subnetId) continue;
    for (const address of privateAddressesOf(row)) used.add(address);
  }
  return used;
}

/** The groups an interface of the VPC shall have, without repetitions; the default group when none are named. */
export function checkedGroups(
  tables: Ec2Tables,
  vpcId: string,
  groups: readonly string[] | undefined,
): readonly string[] {
  if (groups === undefined) return [defaultSecurityGroup(tables, vpcId).groupId];
  const unique = [...new Set(groups)];
  if (unique.length > maxGroupsPerInterface) {
    throw new AwsError(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    );
  }
  for (const groupId of unique) {
    const group = tables.securityGroups.get(groupId);
    if (group === undefined) throw notFound('security-group', groupId);
    if (group.vpcId !== vpcId) {
      throw invalidParameterValue(`You have specified two resources that belong to different networks.`);
    }
  }
  return unique;
}

/**
 * A public address that nobody has: from 198.18.0.0/15, which RFC 2544 keeps for tests, so that a made-up address never
 * names somebody's real machine.
 */
export function pickPublicAddress(tables: Ec2Tables, ids: IdSource): string {
  const used = new Set<string>();
  for (const address of tables.addresses.values()) used.add(address.publicIp);
  for (const row of tables.networkInterfaces.values()) {
    if (row.association !== undefined) used.add(row.association.publicIp);
  }
  const first = parseIpv4('198.18.0.0') ?? 0;
  for (;;) {
    const text = formatIpv4(first + (Number.parseInt(ids.hex(8), 16) % 2 ** 17));
    if (!used.has(text)) return text;
  }
}

/** Locally administered, as EC2's are. */
function macAddressOf(ids: IdSource): string {
  return `0a:${ids.hex(10).match(/../g)?.join(':') ?? ''}`;
}

/** `ip-10-0-1-23.ec2.internal`, or the region's own domain elsewhere. */
export function privateDnsName(privateIpAddress: string, region: string): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${privateIpAddress.replaceAll('.', '-')}.${domain}`;
}

export function publicDnsName(publicIp: string, region: string): string {
  const domain = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${publicIp.replaceAll('.', '-')}.${domain}.amazonaws.com`;
}
