import type { AwsError } from '../../core/aws-error.ts';
import { addressOn, disassociateAddress } from './elastic-ips.ts';
import { invalidParameterValue } from './errors.ts';
import { pickPrivateAddress } from './network-interfaces.ts';
import type { Ec2Tables, NetworkInterfaceRow } from './store.ts';

export function notAssigned(networkInterfaceId: string): AwsError {
  return invalidParameterValue(
    `Some of the specified addresses are not assigned to interface ${networkInterfaceId}`,
  );
}

/** Gives an interface a secondary address of its subnet: the wanted one, or the next that is free. */
export function assignPrivateAddress(tables: Ec2Tables, networkInterfaceId: string, wanted?: string): string {
  const row = interfaceOf(tables, networkInterfaceId);
  const subnet = tables.subnets.get(row.subnetId);
  if (subnet === undefined) throw new Error(`no subnet ${row.subnetId}`);
  const address = pickPrivateAddress(tables, subnet, wanted);
  tables.networkInterfaces.put(networkInterfaceId, {
    ...row,
    secondaryPrivateIpAddresses: [...(row.secondaryPrivateIpAddresses ?? []), address],
  });
  return address;
}

/** Takes secondary addresses off an interface; an Elastic IP on one of them stays allocated. */
export function unassignPrivateAddresses(
  tables: Ec2Tables,
  networkInterfaceId: string,
  addresses: readonly string[],
): void {
  const row = interfaceOf(tables, networkInterfaceId);
  const { privateIpAddress, secondaryPrivateIpAddresses: secondary = [] } = row;
  if (addresses.includes(privateIpAddress)) {
    throw invalidParameterValue(
      `The primary IP address ${privateIpAddress} of an interface cannot be unassigned`,
    );
  }
  if (addresses.some((address) => !secondary.includes(address))) throw notAssigned(networkInterfaceId);
  for (const address of addresses) {
    const elastic = addressOn(tables, networkInterfaceId, address);
    if (elastic !== undefined) disassociateAddress(tables, elastic.allocationId);
  }
  tables.networkInterfaces.update(networkInterfaceId, (each) => ({
    ...each,
    secondaryPrivateIpAddresses: secondary.filter((address) => !addresses.includes(address)),
  }));
}

function interfaceOf(tables: Ec2Tables, networkInterfaceId: string): NetworkInterfaceRow {
  const row = tables.networkInterfaces.get(networkInterfaceId);
  if (row === undefined) throw new Error(`no interface ${networkInterfaceId}`);
  return row;
}
