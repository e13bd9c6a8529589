import type {
  CreateNetworkInterfaceRequest,
  CreateNetworkInterfaceResult,
  DeleteNetworkInterfaceRequest,
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  ModifyNetworkInterfaceAttributeRequest,
  NetworkInterface,
  NetworkInterfacePrivateIpAddress,
  NetworkInterfaceType,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { invalidParameterCombination, noIpv6Block, notFound, required, unsupported } from '../errors.ts';
import { applyFilters, type FilterTable } from '../filters.ts';
import { addressOn } from '../elastic-ips.ts';
import {
  allocateNetworkInterface,
  checkedGroups,
  privateAddressesOf,
  privateDnsName,
  publicDnsName,
  releaseNetworkInterface,
} from '../network-interfaces.ts';
import { page, selectById } from '../paging.ts';
import { assignPrivateAddress } from '../private-addresses.ts';
import type { Ec2Tables, NetworkInterfaceRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html */
export const createNetworkInterface = operation<CreateNetworkInterfaceRequest, CreateNetworkInterfaceResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { primary, secondary } = privateAddressesWanted(input);
    const { networkInterfaceId } = allocateNetworkInterface(
      tables,
      { ids: context.ids, nowMs: context.clock.now() },
      {
        subnetId: required(input.SubnetId, 'subnetId'),
        groups: input.Groups,
        description: input.Description ?? '',
        privateIpAddress: primary,
      },
    );
    for (const address of secondary) assignPrivateAddress(tables, networkInterfaceId, address);
    const row = findNetworkInterface(tables, networkInterfaceId);
    refuseIpv6(input, row);
    tagOnCreate(tables, input.TagSpecifications, 'network-interface', networkInterfaceId);
    return {
      NetworkInterface: describeNetworkInterface(context, tables, row),
      ClientToken: input.ClientToken,
    };
  },
});

/** The primary address that is asked for, and one element for each secondary one; undefined where any will do. */
function privateAddressesWanted(input: CreateNetworkInterfaceRequest): {
  readonly primary: string | undefined;
  readonly secondary: readonly (string | undefined)[];
} {
  const {
    PrivateIpAddress: single,
    PrivateIpAddresses: list = [],
    SecondaryPrivateIpAddressCount: count,
  } = input;
  if (input.Ipv4Prefixes !== undefined || input.Ipv4PrefixCount !== undefined) {
    throw unsupported('prefixes of network interfaces');
  }
  const primaries = list
    .filter(({ Primary }) => Primary === true)
    .map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (primaries.length > 1 || (primaries.length === 1 && single !== undefined)) {
    throw invalidParameterCombination('Only one primary private IP address can be specified');
  }
  const named = list
    .filter(({ Primary }) => Primary !== true)
    .map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (named.length > 0 && count !== undefined) {
    throw invalidParameterCombination(
      'The parameters privateIpAddresses and secondaryPrivateIpAddressCount cannot be specified together',
    );
  }
  return {
    primary: single ?? primaries[0],
    secondary: [...named, ...Array.from({ length: count ?? 0 }, () => undefined)],
  };
}

/** Refused as AssignIpv6Addresses is. */
function refuseIpv6(input: CreateNetworkInterfaceRequest, { subnetId }: NetworkInterfaceRow): void {
  if ((input.Ipv6AddressCount ?? 0) > 0 || (input.Ipv6Addresses ?? []).length > 0)
    throw noIpv6Block(subnetId);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
export const describeNetworkInterfaces = operation<
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.networkInterfaces, input.NetworkInterfaceIds, (id) =>
      notFound('network-interface', id),
    );
    const found = applyFilters(asked, input.Filters, filtersOf(context, tables), {
      tables,
      idOf: (row) => row.networkInterfaceId,
    });
    const { items, nextToken } = page(found, (row) => row.networkInterfaceId, input);
    return {
      NetworkInterfaces: items.map((row) => describeNetworkInterface(context, tables, row)),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html */
export const deleteNetworkInterface = operation<DeleteNetworkInterfaceRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = findNetworkInterface(tables, required(input.NetworkInterfaceId, 'networkInterfaceId'));
    refuseWhenManaged(row);
    if (row.status === 'in-use') {
      throw new AwsError(
        'InvalidParameterValue',
        `Network interface '${row.networkInterfaceId}' is currently in use.`,
      );
    }
    releaseNetworkInterface(tables, row.networkInterfaceId);
    return {};
  },
});

/** One attribute per call. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html */
export const modifyNetworkInterfaceAttribute = operation<
  ModifyNetworkInterfaceAttributeRequest,
  Record<string, never>
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = findNetworkInterface(tables, required(input.NetworkInterfaceId, 'networkInterfaceId'));
    refuseWhenManaged(row);
    tables.networkInterfaces.put(row.networkInterfaceId, {
      ...row,
      groupIds: input.Groups === undefined ? row.groupIds : checkedGroups(tables, row.vpcId, input.Groups),
      description: input.Description?.Value ?? row.description,
      sourceDestCheck: input.SourceDestCheck?.Value ?? row.sourceDestCheck,
    });
    return {};
  },
});

export function findNetworkInterface(tables: Ec2Tables, networkInterfaceId: string): NetworkInterfaceRow {
  const row = tables.networkInterfaces.get(networkInterfaceId);
  if (row === undefined) throw notFound('network-interface', networkInterfaceId);
  return row;
}

export function refuseWhenManaged(row: NetworkInterfaceRow): void {
  if (row.requesterManaged) throw managedByService(row);
}

export function managedByService(row: NetworkInterfaceRow): AwsError {
  return new AwsError(
    'OperationNotPermitted',
    `You do not have permission to manage the network interface '${row.networkInterfaceId}': a service manages it.`,
  );
}

function filtersOf(context: OperationContext, tables: Ec2Tables): FilterTable<NetworkInterfaceRow> {
  const { accountId, region } = context.caller;
  return {
    'addresses.private-ip-address': privateAddressesOf,
    'addresses.primary': () => 'true',
    'association.allocation-id': (row) => row.association?.allocationId,
    'association.association-id': (row) => row.association?.associationId,
    'association.ip-owner-id': (row) => row.association?.ipOwnerId,
    'association.public-ip': (row) => row.association?.publicIp,
    'attachment.attachment-id': (row) => row.attachment?.attachmentId,
    'attachment.instance-owner-id': (row) => row.attachment?.instanceOwnerId,
    'attachment.status': (row) => row.attachment && 'attached',
    'availability-zone': (row) => row.availabilityZone,
    description: (row) => row.description,
    'group-id': (row) => row.groupIds,
    'group-name': (row) => row.groupIds.map((id) => tables.securityGroups.get(id)?.groupName),
    'interface-type': (row) => row.interfaceType,
    'mac-address': (row) => row.macAddress,
    'network-interface-id': (row) => row.networkInterfaceId,
    'owner-id': () => accountId,
    'private-dns-name': (row) => privateDnsName(row.privateIpAddress, region),
    'private-ip-address': (row) => row.privateIpAddress,
    'requester-id': (row) => row.requesterId,
    'requester-managed': (row) => String(row.requesterManaged),
    status: (row) => row.status,
    'subnet-id': (row) => row.subnetId,
    'vpc-id': (row) => row.vpcId,
  };
}

function describeNetworkInterface(
  context: OperationContext,
  tables: Ec2Tables,
  row: NetworkInterfaceRow,
): NetworkInterface {
  const { accountId, region } = context.caller;
  const dnsName = privateDnsName(row.privateIpAddress, region);
  const association = row.association && {
    AllocationId: row.association.allocationId,
    AssociationId: row.association.associationId,
    IpOwnerId: row.association.ipOwnerId,
    PublicIp: row.association.publicIp,
    PublicDnsName: publicDnsName(row.association.publicIp, region),
  };
  return {
    NetworkInterfaceId: row.networkInterfaceId,
    OwnerId: accountId,
    VpcId: row.vpcId,
    SubnetId: row.subnetId,
    AvailabilityZone: row.availabilityZone,
    Description: row.description,
    InterfaceType: row.interfaceType as NetworkInterfaceType,
    RequesterManaged: row.requesterManaged,
    RequesterId: row.requesterId,
    Status: row.status,
    MacAddress: row.macAddress,
    SourceDestCheck: row.sourceDestCheck,
    Groups: row.groupIds.map((groupId) => ({
      GroupId: groupId,
      GroupName: tables.securityGroups.get(groupId)?.groupName,
    })),
    PrivateIpAddress: row.privateIpAddress,
    PrivateDnsName: dnsName,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: row.privateIpAddress,
        PrivateDnsName: dnsName,
        Association: association,
      },
      ...(row.secondaryPrivateIpAddresses ?? []).map((address) =>
        describeSecondaryAddress(context, tables, row, address),
      ),
    ],
    Ipv6Addresses: [],
    Association: association,
    Attachment: row.attachment && {
      AttachmentId: row.attachment.attachmentId,
      AttachTime: new Date(row.attachment.attachedAtMs),
      DeleteOnTermination: false,
      DeviceIndex: 1,
      InstanceOwnerId: row.attachment.instanceOwnerId,
      Status: 'attached',
    },
    TagSet: describeTags(tables, row.networkInterfaceId),
  };
}

function describeSecondaryAddress(
  { caller }: OperationContext,
  tables: Ec2Tables,
  { networkInterfaceId }: NetworkInterfaceRow,
  address: string,
): NetworkInterfacePrivateIpAddress {
  const elastic = addressOn(tables, networkInterfaceId, address);
  return {
    Primary: false,
    PrivateIpAddress: address,
    PrivateDnsName: privateDnsName(address, caller.region),
    Association: elastic && {
      AllocationId: elastic.allocationId,
      AssociationId: elastic.association?.associationId,
      IpOwnerId: 'amazon',
      PublicIp: elastic.publicIp,
      PublicDnsName: publicDnsName(elastic.publicIp, caller.region),
    },
  };
}
