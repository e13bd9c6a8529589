import type {
  AssignIpv6AddressesRequest,
  AssignIpv6AddressesResult,
  UnassignIpv6AddressesRequest,
  UnassignIpv6AddressesResult,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { noIpv6Block, required } from '../errors.ts';
import { notAssigned } from '../private-addresses.ts';
import { findNetworkInterface, refuseWhenManaged } from './network-interfaces.ts';

/**
 * No subnet here has an IPv6 block to take addresses from.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignIpv6Addresses.html
 */
export const assignIpv6Addresses = operation<AssignIpv6AddressesRequest, AssignIpv6AddressesResult>({
  handle(context, input) {
    const id = required(input.NetworkInterfaceId, 'networkInterfaceId');
    const row = findNetworkInterface(ec2WithDefaults(context), id);
    refuseWhenManaged(row);
    throw noIpv6Block(row.subnetId);
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignIpv6Addresses.html */
export const unassignIpv6Addresses = operation<UnassignIpv6AddressesRequest, UnassignIpv6AddressesResult>({
  handle(context, input) {
    const id = required(input.NetworkInterfaceId, 'networkInterfaceId');
    refuseWhenManaged(findNetworkInterface(ec2WithDefaults(context), id));
    const { Ipv6Addresses: addresses = [], Ipv6Prefixes: prefixes = [] } = input;
    if (addresses.length > 0 || prefixes.length > 0) throw notAssigned(id);
    return { NetworkInterfaceId: id, UnassignedIpv6Addresses: [] };
  },
});
