import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DeleteSubnetRequest,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  HostnameType,
  ModifySubnetAttributeRequest,
  Subnet,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import {
  containsNetwork,
  formatIpv4Cidr,
  type Ipv4Network,
  overlaps,
  parseIpv4Cidr,
} from '../../../network/ipv4.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults, putSubnet } from '../default-network.ts';
import {
  dependencyViolation,
  invalidParameterCombination,
  invalidParameterValue,
  notFound,
  required,
  unsupported,
} from '../errors.ts';
import { applyFilters, type FilterTable } from '../filters.ts';
import { availableAddressCount } from '../network-interfaces.ts';
import { page, selectById } from '../paging.ts';
import type { Ec2Tables, SubnetRow, VpcRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';
import { type Zone, zonesOf } from '../zones.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
export const createSubnet = operation<CreateSubnetRequest, CreateSubnetResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    const vpc = tables.vpcs.get(vpcId);
    if (vpc === undefined) throw notFound('vpc', vpcId);
    if (input.Ipv6CidrBlock !== undefined || input.Ipv6Native === true) throw unsupported('IPv6 subnets');
    const network = subnetCidr(tables, vpc, required(input.CidrBlock, 'cidrBlock'));
    const zone = zoneFor(context.caller.region, input);
    const row = putSubnet(context, tables, vpc, zone, {
      cidrBlock: formatIpv4Cidr(network),
      isDefault: false,
    });
    tagOnCreate(tables, input.TagSpecifications, 'subnet', row.subnetId);
    return { Subnet: describeSubnet(context, tables, row) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
export const describeSubnets = operation<DescribeSubnetsRequest, DescribeSubnetsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.subnets, input.SubnetIds, (id) => notFound('subnet', id));
    const found = applyFilters(asked, input.Filters, subnetFilters(context, tables), {
      tables,
      idOf: (row) => row.subnetId,
    });
    const { items, nextToken } = page(found, (row) => row.subnetId, input);
    return { Subnets: items.map((row) => describeSubnet(context, tables, row)), NextToken: nextToken };
  },
});

/** One attribute per call. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html */
export const modifySubnetAttribute = operation<ModifySubnetAttributeRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const subnetId = required(input.SubnetId, 'subnetId');
    const row = tables.subnets.get(subnetId);
    if (row === undefined) throw notFound('subnet', subnetId);
    if (input.AssignIpv6AddressOnCreation?.Value === true || input.EnableDns64?.Value === true) {
      throw unsupported('IPv6 subnets');
    }
    const given = Object.entries(input).filter(([name, value]) => name !== 'SubnetId' && value !== undefined);
    if (given.length !== 1) throw invalidParameterCombination('Exactly one attribute must be specified');
    tables.subnets.put(subnetId, {
      ...row,
      mapPublicIpOnLaunch: input.MapPublicIpOnLaunch?.Value ?? row.mapPublicIpOnLaunch,
      hostnameType: input.PrivateDnsHostnameTypeOnLaunch ?? row.hostnameType,
      enableResourceNameDnsARecord:
        input.EnableResourceNameDnsARecordOnLaunch?.Value ?? row.enableResourceNameDnsARecord,
      enableResourceNameDnsAaaaRecord:
        input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? row.enableResourceNameDnsAaaaRecord,
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html */
export const deleteSubnet = operation<DeleteSubnetRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const subnetId = required(input.SubnetId, 'subnetId');
    if (!tables.subnets.has(subnetId)) throw notFound('subnet', subnetId);
    if ([...tables.networkInterfaces.values()].some((row) => row.subnetId === subnetId)) {
      throw dependencyViolation(`The subnet '${subnetId}' has dependencies and cannot be deleted.`);
    }
    for (const routeTable of tables.routeTables.values()) {
      const associations = routeTable.associations.filter((each) => each.subnetId !== subnetId);
      if (associations.length < routeTable.associations.length) {
        tables.routeTables.put(routeTable.routeTableId, { ...routeTable, associations });
      }
    }
    for (const networkAcl of tables.networkAcls.values()) {
      const associations = networkAcl.associations.filter((each) => each.subnetId !== subnetId);
      if (associations.length < networkAcl.associations.length) {
        tables.networkAcls.put(networkAcl.networkAclId, { ...networkAcl, associations });
      }
    }
    tables.subnets.delete(subnetId);
    tables.tags.delete(subnetId);
    return {};
  },
});

/** A block a subnet may have: /16 to /28, inside the VPC, clear of its other subnets. */
function subnetCidr(tables: Ec2Tables, vpc: VpcRow, cidrBlock: string): Ipv4Network {
  const network = parseIpv4Cidr(cidrBlock);
  if (network === undefined) {
    throw invalidParameterValue(
      `Value (${cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  const inVpc = vpc.cidrBlockAssociations.some((association) => {
    const block = parseIpv4Cidr(association.cidrBlock);
    return block !== undefined && containsNetwork(block, network);
  });
  if (!inVpc || network.prefixLength < 16 || network.prefixLength > 28) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  for (const subnet of tables.subnets.values()) {
    const block = parseIpv4Cidr(subnet.cidrBlock);
    if (subnet.vpcId === vpc.vpcId && block !== undefined && overlaps(block, network)) {
      throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidrBlock}' conflicts with another subnet`);
    }
  }
  return network;
}

function zoneFor(
  region: string,
  input: { AvailabilityZone?: string | undefined; AvailabilityZoneId?: string | undefined },
): Zone {
  const zones = zonesOf(region);
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input;
  const zone = zones.find(
    (each) => (name === undefined || each.zoneName === name) && (id === undefined || each.zoneId === id),
  );
  if (zone !== undefined) return zone;
  const names = zones.map((each) => each.zoneName).join(', ');
  throw invalidParameterValue(
    `Value (${name ?? id ?? ''}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${names}.`,
  );
}

function subnetFilters(context: OperationContext, tables: Ec2Tables): FilterTable<SubnetRow> {
  const { accountId } = context.caller;
  return {
    'availability-zone': (row) => row.availabilityZone,
    availabilityZone: (row) => row.availabilityZone,
    'availability-zone-id': (row) => row.availabilityZoneId,
    availabilityZoneId: (row) => row.availabilityZoneId,
    'available-ip-address-count': (row) => String(availableAddressCount(tables, row)),
    cidr: (row) => row.cidrBlock,
    cidrBlock: (row) => row.cidrBlock,
    'cidr-block': (row) => row.cidrBlock,
    'default-for-az': (row) => String(row.defaultForAz),
    defaultForAz: (row) => String(row.defaultForAz),
    'map-public-ip-on-launch': (row) => String(row.mapPublicIpOnLaunch),
    'owner-id': () => accountId,
    state: () => 'available',
    'subnet-arn': (row) => subnetArn(context, row.subnetId),
    'subnet-id': (row) => row.subnetId,
    'vpc-id': (row) => row.vpcId,
  };
}

function subnetArn(context: OperationContext, subnetId: string): string {
  const { region, accountId } = context.caller;
  return `arn:aws:ec2:${region}:${accountId}:subnet/${subnetId}`;
}

function describeSubnet(context: OperationContext, tables: Ec2Tables, row: SubnetRow): Subnet {
  return {
    SubnetId: row.subnetId,
    SubnetArn: subnetArn(context, row.subnetId),
    OwnerId: context.caller.accountId,
    VpcId: row.vpcId,
    State: 'available',
    CidrBlock: row.cidrBlock,
    AvailableIpAddressCount: availableAddressCount(tables, row),
    AvailabilityZone: row.availabilityZone,
    AvailabilityZoneId: row.availabilityZoneId,
    DefaultForAz: row.defaultForAz,
    MapPublicIpOnLaunch: row.mapPublicIpOnLaunch,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: row.assignIpv6AddressOnCreation,
    Ipv6CidrBlockAssociationSet: [],
    EnableDns64: row.enableDns64,
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: row.hostnameType as HostnameType,
      EnableResourceNameDnsARecord: row.enableResourceNameDnsARecord,
      EnableResourceNameDnsAAAARecord: row.enableResourceNameDnsAaaaRecord,
    },
    Tags: describeTags(tables, row.subnetId),
  };
}
