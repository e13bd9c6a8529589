import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  NatGateway,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { associateAddress } from '../elastic-ips.ts';
import { invalidParameterCombination, natGatewayNotFound, notFound, required } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import {
  addSecondaryAddress,
  describeSecondaryAddress,
  requireFreeAllocation,
} from '../nat-gateway-addresses.ts';
import { allocateNetworkInterface } from '../network-interfaces.ts';
import { page, selectById } from '../paging.ts';
import type { Ec2Tables, NatGatewayRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

/**
 * The gateway is `pending`, with its interface and address already taken; `settleNatGateway` makes it available or failed.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
 */
export const createNatGateway = operation<CreateNatGatewayRequest, CreateNatGatewayResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const subnetId = required(input.SubnetId, 'subnetId');
    const subnet = tables.subnets.get(subnetId);
    if (subnet === undefined) throw notFound('subnet', subnetId);
    const connectivityType = input.ConnectivityType ?? 'public';
    const { AllocationId: allocationId } = input;
    if (connectivityType === 'private' && allocationId !== undefined) {
      throw invalidParameterCombination('AllocationId cannot be specified for private NAT gateways.');
    }
    if (connectivityType === 'public') requireFreeAllocation(tables, allocationId);
    const natGatewayId = `nat-${context.ids.hex(17)}`;
    const networkInterface = allocateNetworkInterface(
      tables,
      { ids: context.ids, nowMs: context.clock.now() },
      {
        subnetId,
        groups: [],
        description: `Interface for NAT Gateway ${natGatewayId}`,
        interfaceType: 'nat_gateway',
        requesterManaged: true,
        attachedTo: 'amazon-aws',
        privateIpAddress: input.PrivateIpAddress,
      },
    );
    const { networkInterfaceId } = networkInterface;
    const associationId =
      allocationId === undefined
        ? undefined
        : associateAddress(tables, context.ids, { allocationId, networkInterfaceId });
    const row: NatGatewayRow = {
      natGatewayId,
      subnetId,
      vpcId: subnet.vpcId,
      connectivityType,
      allocationId,
      publicIp: allocationId === undefined ? undefined : tables.addresses.get(allocationId)?.publicIp,
      associationId,
      networkInterfaceId,
      privateIp: networkInterface.privateIpAddress,
      createdAtMs: context.clock.now(),
      observed: { state: 'pending' },
    };
    tables.natGateways.put(natGatewayId, row);
    for (const wanted of secondaryAddressesWanted(input, connectivityType)) {
      addSecondaryAddress(context, tables, row, wanted);
    }
    tagOnCreate(tables, input.TagSpecifications, 'natgateway', natGatewayId);
    return {
      ClientToken: input.ClientToken,
      NatGateway: describeNatGateway(tables, tables.natGateways.get(natGatewayId) ?? row),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html */
export const describeNatGateways = operation<DescribeNatGatewaysRequest, DescribeNatGatewaysResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.natGateways, input.NatGatewayIds, natGatewayNotFound);
    const found = applyFilters(
      asked,
      input.Filter,
      {
        'nat-gateway-id': (row) => row.natGatewayId,
        state: (row) => row.observed.state,
        'subnet-id': (row) => row.subnetId,
        'vpc-id': (row) => row.vpcId,
      },
      { tables, idOf: (row) => row.natGatewayId },
    );
    const { items, nextToken } = page(found, (row) => row.natGatewayId, input);
    return { NatGateways: items.map((row) => describeNatGateway(tables, row)), NextToken: nextToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html */
export const deleteNatGateway = operation<DeleteNatGatewayRequest, DeleteNatGatewayResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const natGatewayId = required(input.NatGatewayId, 'natGatewayId');
    const row = tables.natGateways.get(natGatewayId);
    if (row === undefined) throw natGatewayNotFound(natGatewayId);
    if (row.observed.state !== 'deleted' && row.observed.state !== 'deleting') {
      tables.natGateways.put(natGatewayId, {
        ...row,
        deleteRequestedAtMs: context.clock.now(),
        observed: { ...row.observed, state: 'deleting' },
      });
    }
    return { NatGatewayId: natGatewayId };
  },
});

/** Those of a public gateway have Elastic IPs; those of a private one may be left to AWS to choose. */
function secondaryAddressesWanted(
  input: CreateNatGatewayRequest,
  connectivityType: NatGatewayRow['connectivityType'],
): readonly { readonly allocationId?: string | undefined; readonly privateIp?: string | undefined }[] {
  const {
    SecondaryAllocationIds: allocationIds = [],
    SecondaryPrivateIpAddresses: privateIps,
    SecondaryPrivateIpAddressCount: count,
  } = input;
  if (connectivityType === 'public') {
    if (privateIps !== undefined && privateIps.length !== allocationIds.length) {
      throw invalidParameterCombination(
        'There must be as many secondary private IP addresses as secondary allocation IDs',
      );
    }
    return allocationIds.map((allocationId, index) => ({ allocationId, privateIp: privateIps?.[index] }));
  }
  if (allocationIds.length > 0) {
    throw invalidParameterCombination('SecondaryAllocationIds cannot be specified for private NAT gateways.');
  }
  if (privateIps !== undefined && count !== undefined) {
    throw invalidParameterCombination(
      'SecondaryPrivateIpAddresses and SecondaryPrivateIpAddressCount cannot be specified together',
    );
  }
  return privateIps?.map((privateIp) => ({ privateIp })) ?? Array.from({ length: count ?? 0 }, () => ({}));
}

function describeNatGateway(tables: Ec2Tables, row: NatGatewayRow): NatGateway {
  const { observed } = row;
  return {
    NatGatewayId: row.natGatewayId,
    SubnetId: row.subnetId,
    VpcId: row.vpcId,
    State: observed.state,
    ConnectivityType: row.connectivityType,
    AvailabilityMode: 'zonal',
    CreateTime: new Date(row.createdAtMs),
    DeleteTime: observed.deletedAtMs === undefined ? undefined : new Date(observed.deletedAtMs),
    FailureCode: observed.failureCode,
    FailureMessage: observed.failureMessage,
    NatGatewayAddresses: [
      {
        AllocationId: row.allocationId,
        AssociationId: row.associationId,
        NetworkInterfaceId: row.networkInterfaceId,
        PrivateIp: row.privateIp,
        PublicIp: row.publicIp,
        IsPrimary: true,
        Status: observed.state === 'failed' ? 'failed' : 'succeeded',
      },
      ...(row.secondaryAddresses ?? []).map((address) => describeSecondaryAddress(row, address, 'succeeded')),
    ],
    Tags: describeTags(tables, row.natGatewayId),
  };
}
