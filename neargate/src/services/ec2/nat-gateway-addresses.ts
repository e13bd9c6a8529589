import type { NatGatewayAddress, NatGatewayAddressStatus } from '@aws-sdk/client-ec2';
import type { OperationContext } from '../context.ts';
import { associateAddress } from './elastic-ips.ts';
import { alreadyAssociated, missingParameter, notFound } from './errors.ts';
import { assignPrivateAddress, unassignPrivateAddresses } from './private-addresses.ts';
import type { Ec2Tables, NatGatewayRow, NatGatewaySecondaryAddress } from './store.ts';

/** Throws unless the Elastic IP exists and is free. */
export function requireFreeAllocation(tables: Ec2Tables, allocationId: string | undefined): void {
  if (allocationId === undefined) throw missingParameter('AllocationId');
  const address = tables.addresses.get(allocationId);
  if (address === undefined) throw notFound('allocation', allocationId);
  if (address.association !== undefined) {
    throw alreadyAssociated(`Elastic IP address [${allocationId}] is already associated`);
  }
}

/** Gives a gateway another address, with an Elastic IP when one is named, and returns it. */
export function addSecondaryAddress(
  context: OperationContext,
  tables: Ec2Tables,
  { natGatewayId, networkInterfaceId = '' }: NatGatewayRow,
  { privateIp: wanted, allocationId }: { privateIp?: string | undefined; allocationId?: string | undefined },
): NatGatewaySecondaryAddress {
  if (allocationId !== undefined) requireFreeAllocation(tables, allocationId);
  const privateIp = assignPrivateAddress(tables, networkInterfaceId, wanted);
  const address: NatGatewaySecondaryAddress =
    allocationId === undefined
      ? { privateIp }
      : {
          privateIp,
          allocationId,
          associationId: associateAddress(tables, context.ids, {
            allocationId,
            networkInterfaceId,
            privateIpAddress: privateIp,
          }),
          publicIp: tables.addresses.get(allocationId)?.publicIp,
        };
  tables.natGateways.update(natGatewayId, (row) => ({
    ...row,
    secondaryAddresses: [...(row.secondaryAddresses ?? []), address],
  }));
  return address;
}

/** Takes addresses off a gateway; their Elastic IPs stay allocated. */
export function removeSecondaryAddresses(
  tables: Ec2Tables,
  { natGatewayId, networkInterfaceId = '' }: NatGatewayRow,
  addresses: readonly NatGatewaySecondaryAddress[],
): void {
  const privateIps = addresses.map(({ privateIp }) => privateIp);
  unassignPrivateAddresses(tables, networkInterfaceId, privateIps);
  tables.natGateways.update(natGatewayId, (row) => ({
    ...row,
    secondaryAddresses: row.secondaryAddresses?.filter(({ privateIp }) => !privateIps.includes(privateIp)),
  }));
}

export function describeSecondaryAddress(
  { networkInterfaceId }: NatGatewayRow,
  { privateIp, allocationId, associationId, publicIp }: NatGatewaySecondaryAddress,
  status: NatGatewayAddressStatus,
): NatGatewayAddress {
  return {
    AllocationId: allocationId,
    AssociationId: associationId,
    NetworkInterfaceId: networkInterfaceId,
    PrivateIp: privateIp,
    PublicIp: publicIp,
    IsPrimary: false,
    Status: status,
  };
}
