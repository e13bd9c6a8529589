import type {
  AssignPrivateIpAddressesRequest,
  AssignPrivateIpAddressesResult,
  UnassignPrivateIpAddressesRequest,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  required,
  unsupported,
} from '../errors.ts';
import { assignPrivateAddress, unassignPrivateAddresses } from '../private-addresses.ts';
import type { Ec2Tables, NetworkInterfaceRow } from '../store.ts';
import { findNetworkInterface, refuseWhenManaged } from './network-interfaces.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html */
export const assignPrivateIpAddresses = operation<
  AssignPrivateIpAddressesRequest,
  AssignPrivateIpAddressesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const id = required(input.NetworkInterfaceId, 'networkInterfaceId');
    const row = findNetworkInterface(tables, id);
    refuseWhenManaged(row);
    const assigned = wantedAddresses(input).map((wanted) => {
      if (wanted !== undefined && input.AllowReassignment === true) takeFromAnother(tables, row, wanted);
      return { PrivateIpAddress: assignPrivateAddress(tables, id, wanted) };
    });
    return { NetworkInterfaceId: id, AssignedPrivateIpAddresses: assigned };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateIpAddresses.html */
export const unassignPrivateIpAddresses = operation<UnassignPrivateIpAddressesRequest, Record<string, never>>(
  {
    handle(context, input) {
      const tables = ec2WithDefaults(context);
      const id = required(input.NetworkInterfaceId, 'networkInterfaceId');
      refuseWhenManaged(findNetworkInterface(tables, id));
      if (input.Ipv4Prefixes !== undefined) throw unsupported('prefixes of network interfaces');
      unassignPrivateAddresses(tables, id, required(input.PrivateIpAddresses, 'privateIpAddresses'));
      return {};
    },
  },
);

/** One element for each address that is asked for; undefined where any will do. */
function wantedAddresses(input: AssignPrivateIpAddressesRequest): readonly (string | undefined)[] {
  if (input.Ipv4Prefixes !== undefined || input.Ipv4PrefixCount !== undefined) {
    throw unsupported('prefixes of network interfaces');
  }
  const { PrivateIpAddresses: addresses, SecondaryPrivateIpAddressCount: count } = input;
  if (addresses !== undefined && count !== undefined) {
    throw invalidParameterCombination(
      'The parameters privateIpAddresses and secondaryPrivateIpAddressCount cannot be specified together',
    );
  }
  if (addresses !== undefined) return addresses;
  if (count === undefined) throw missingParameter('privateIpAddresses');
  if (count < 1) {
    throw invalidParameterValue(
      `Value (${count}) for parameter secondaryPrivateIpAddressCount is invalid. It must be greater than 0.`,
    );
  }
  return Array.from({ length: count }, () => undefined);
}

/** A secondary address may move to another interface of its subnet, when the caller says so. */
function takeFromAnother(tables: Ec2Tables, { subnetId }: NetworkInterfaceRow, address: string): void {
  for (const other of tables.networkInterfaces.values()) {
    const isThere = other.secondaryPrivateIpAddresses?.includes(address) ?? false;
    if (other.subnetId !== subnetId || !isThere) continue;
    refuseWhenManaged(other);
    unassignPrivateAddresses(tables, other.networkInterfaceId, [address]);
  }
}
