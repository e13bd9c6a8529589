import type { OperationContext } from '../context.ts';
import { formatIpv4Cidr, parseIpv4Cidr } from '../../network/ipv4.ts';
import { type AccountRow, type Ec2Tables, ec2TablesOf, type SubnetRow, type VpcRow } from './store.ts';
import { defaultNetworkAcl, mainRouteTable, putVpc } from './vpc-pieces.ts';
import { type Zone, zonesOf } from './zones.ts';

const defaultVpcCidr = '172.31.0.0/16';

/**
 * EC2's tables of the caller, with the default VPC that every new account has in every region: made on first use, and never
 * again once the user has deleted it. Every EC2 operation starts here, and so does whoever needs the default VPC.
 */
export function ec2WithDefaults(context: OperationContext): Ec2Tables {
  const tables = ec2TablesOf(context);
  if (!tables.account.has('account')) {
    tables.account.put('account', {
      defaultNetworkMadeAtMs: context.clock.now(),
      defaultDhcpOptionsId: putDefaultDhcpOptions(context, tables),
    });
    makeDefaultVpc(context, tables);
  }
  return tables;
}

export function accountOf(tables: Ec2Tables): AccountRow {
  const row = tables.account.get('account');
  if (row === undefined) throw new Error('EC2 was used before its defaults were made');
  return row;
}

export function defaultVpcOf(tables: Ec2Tables): VpcRow | undefined {
  for (const vpc of tables.vpcs.values()) if (vpc.isDefault) return vpc;
  return undefined;
}

/**
 * A VPC 172.31.0.0/16 with an internet gateway routed to and one /20 subnet per zone that gives public addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export function makeDefaultVpc(context: OperationContext, tables: Ec2Tables): VpcRow {
  const vpc = putVpc(context, tables, {
    cidrBlock: defaultVpcCidr,
    isDefault: true,
    instanceTenancy: 'default',
    dhcpOptionsId: accountOf(tables).defaultDhcpOptionsId,
  });
  const internetGatewayId = `igw-${context.ids.hex(17)}`;
  tables.internetGateways.put(internetGatewayId, { internetGatewayId, vpcId: vpc.vpcId });
  tables.routeTables.update(mainRouteTable(tables, vpc.vpcId).routeTableId, (row) => ({
    ...row,
    routes: [
      ...row.routes,
      {
        destination: { cidrBlock: '0.0.0.0/0' },
        target: { kind: 'gateway', id: internetGatewayId },
        origin: 'CreateRoute',
      },
    ],
  }));
  const first = parseIpv4Cidr(defaultVpcCidr)?.first ?? 0;
  for (const [index, zone] of zonesOf(context.caller.region).entries()) {
    const cidrBlock = formatIpv4Cidr({ first: first + index * 4096, prefixLength: 20 });
    putSubnet(context, tables, vpc, zone, { cidrBlock, isDefault: true });
  }
  return vpc;
}

/** Makes a subnet and associates it with the VPC's default network ACL. */
export function putSubnet(
  context: OperationContext,
  tables: Ec2Tables,
  vpc: VpcRow,
  zone: Zone,
  desired: { cidrBlock: string; isDefault: boolean },
): SubnetRow {
  const row: SubnetRow = {
    subnetId: `subnet-${context.ids.hex(17)}`,
    vpcId: vpc.vpcId,
    cidrBlock: desired.cidrBlock,
    availabilityZone: zone.zoneName,
    availabilityZoneId: zone.zoneId,
    defaultForAz: desired.isDefault,
    mapPublicIpOnLaunch: desired.isDefault,
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    hostnameType: 'ip-name',
    enableResourceNameDnsARecord: false,
    enableResourceNameDnsAaaaRecord: false,
  };
  tables.subnets.put(row.subnetId, row);
  tables.networkAcls.update(defaultNetworkAcl(tables, vpc.vpcId).networkAclId, (acl) => ({
    ...acl,
    associations: [
      ...acl.associations,
      { associationId: `aclassoc-${context.ids.hex(17)}`, subnetId: row.subnetId },
    ],
  }));
  return row;
}

function putDefaultDhcpOptions(context: OperationContext, tables: Ec2Tables): string {
  const { region } = context.caller;
  const dhcpOptionsId = `dopt-${context.ids.hex(17)}`;
  tables.dhcpOptions.put(dhcpOptionsId, {
    dhcpOptionsId,
    configurations: [
      {
        key: 'domain-name',
        values: [region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`],
      },
      { key: 'domain-name-servers', values: ['AmazonProvidedDNS'] },
    ],
  });
  return dhcpOptionsId;
}
