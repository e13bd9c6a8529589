import type {
  Address,
  AllocateAddressRequest,
  AllocateAddressResult,
  AssociateAddressRequest,
  AssociateAddressResult,
  DescribeAddressesAttributeRequest,
  DescribeAddressesAttributeResult,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DisassociateAddressRequest,
  ReleaseAddressRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { associateAddress, disassociateAddress } from '../elastic-ips.ts';
import { alreadyAssociated, missingParameter, notFound, required, unsupported } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { pickPublicAddress, privateAddressesOf } from '../network-interfaces.ts';
import { notAssigned } from '../private-addresses.ts';
import { page } from '../paging.ts';
import type { AddressRow, Ec2Tables } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

const maxAddressesPerRegion = 5;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export const allocateAddress = operation<AllocateAddressRequest, AllocateAddressResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    if (tables.addresses.size >= maxAddressesPerRegion) {
      throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
    }
    if (input.Address !== undefined || input.PublicIpv4Pool !== undefined) {
      throw unsupported('address pools of your own');
    }
    const row: AddressRow = {
      allocationId: `eipalloc-${context.ids.hex(17)}`,
      publicIp: pickPublicAddress(tables, context.ids),
    };
    tables.addresses.put(row.allocationId, row);
    tagOnCreate(tables, input.TagSpecifications, 'elastic-ip', row.allocationId);
    return {
      AllocationId: row.allocationId,
      PublicIp: row.publicIp,
      PublicIpv4Pool: 'amazon',
      NetworkBorderGroup: context.caller.region,
      Domain: 'vpc',
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html */
export const describeAddresses = operation<DescribeAddressesRequest, DescribeAddressesResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    for (const id of input.AllocationIds ?? []) {
      if (!tables.addresses.has(id)) throw notFound('allocation', id);
    }
    for (const publicIp of input.PublicIps ?? []) {
      if (![...tables.addresses.values()].some((row) => row.publicIp === publicIp)) {
        throw notFound('address', publicIp);
      }
    }
    const asked = [...tables.addresses.values()].filter(
      (row) =>
        (input.AllocationIds?.includes(row.allocationId) ?? true) &&
        (input.PublicIps?.includes(row.publicIp) ?? true),
    );
    const found = applyFilters(
      asked,
      input.Filters,
      {
        'allocation-id': (row) => row.allocationId,
        'association-id': (row) => row.association?.associationId,
        domain: () => 'vpc',
        'instance-id': () => undefined,
        'network-border-group': () => context.caller.region,
        'network-interface-id': (row) => row.association?.networkInterfaceId,
        'network-interface-owner-id': (row) => row.association && context.caller.accountId,
        'private-ip-address': (row) => row.association?.privateIpAddress,
        'public-ip': (row) => row.publicIp,
      },
      { tables, idOf: (row) => row.allocationId },
    );
    return { Addresses: found.map((row) => describeAddress(context, tables, row)) };
  },
});

/** Reverse DNS names, which no address here has. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddressesAttribute.html */
export const describeAddressesAttribute = operation<
  DescribeAddressesAttributeRequest,
  DescribeAddressesAttributeResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    for (const id of input.AllocationIds ?? []) {
      if (!tables.addresses.has(id)) throw notFound('allocation', id);
    }
    const asked = [...tables.addresses.values()].filter(
      (row) => input.AllocationIds?.includes(row.allocationId) ?? true,
    );
    const { items, nextToken } = page(asked, (row) => row.allocationId, input);
    return {
      Addresses: items.map((row) => ({ AllocationId: row.allocationId, PublicIp: row.publicIp })),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html */
export const associateAddressOperation = operation<AssociateAddressRequest, AssociateAddressResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    if (input.InstanceId !== undefined) throw unsupported('EC2 instances');
    const allocationId = required(input.AllocationId, 'AllocationId');
    const networkInterfaceId = required(input.NetworkInterfaceId, 'NetworkInterfaceId');
    const row = tables.addresses.get(allocationId);
    if (row === undefined) throw notFound('allocation', allocationId);
    const networkInterface = tables.networkInterfaces.get(networkInterfaceId);
    if (networkInterface === undefined) throw notFound('network-interface', networkInterfaceId);
    const { PrivateIpAddress: privateIpAddress } = input;
    if (privateIpAddress !== undefined && !privateAddressesOf(networkInterface).includes(privateIpAddress)) {
      throw notAssigned(networkInterfaceId);
    }
    if (row.association !== undefined) {
      if (input.AllowReassociation === false) {
        throw alreadyAssociated(
          `resource ${allocationId} is already associated with associate-id ${row.association.associationId}`,
        );
      }
      disassociateAddress(tables, allocationId);
    }
    const request = { allocationId, networkInterfaceId, privateIpAddress };
    return { AssociationId: associateAddress(tables, context.ids, request) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateAddress.html */
export const disassociateAddressOperation = operation<DisassociateAddressRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { AssociationId: associationId, PublicIp: publicIp } = input;
    if (associationId === undefined && publicIp === undefined) throw missingParameter('AssociationId');
    const row = [...tables.addresses.values()].find((each) =>
      associationId === undefined
        ? each.publicIp === publicIp
        : each.association?.associationId === associationId,
    );
    if (row === undefined) throw notFound('association', associationId ?? publicIp ?? '');
    disassociateAddress(tables, row.allocationId);
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html */
export const releaseAddress = operation<ReleaseAddressRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const allocationId = required(input.AllocationId, 'AllocationId');
    const row = tables.addresses.get(allocationId);
    if (row === undefined) throw notFound('allocation', allocationId);
    if (row.association !== undefined) {
      throw new AwsError('InvalidIPAddress.InUse', `Address ${row.publicIp} is in use.`);
    }
    tables.addresses.delete(allocationId);
    tables.tags.delete(allocationId);
    return {};
  },
});

function describeAddress(context: OperationContext, tables: Ec2Tables, row: AddressRow): Address {
  const { accountId, region } = context.caller;
  return {
    AllocationId: row.allocationId,
    PublicIp: row.publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region,
    AssociationId: row.association?.associationId,
    NetworkInterfaceId: row.association?.networkInterfaceId,
    NetworkInterfaceOwnerId: row.association && accountId,
    PrivateIpAddress: row.association?.privateIpAddress,
    Tags: describeTags(tables, row.allocationId),
  };
}
