import type { IdSource } from '../../core/ids.ts';
import type { AddressRow, Ec2Tables } from './store.ts';

export interface AddressAssociationRequest {
  readonly allocationId: string;
  readonly networkInterfaceId: string;
  /** One of the interface's; its primary one when absent. */
  readonly privateIpAddress?: string | undefined;
}

/** Puts a free Elastic IP on an interface, replacing an address of Amazon's pool; returns the association's id. */
export function associateAddress(
  tables: Ec2Tables,
  ids: IdSource,
  request: AddressAssociationRequest,
): string {
  const { allocationId, networkInterfaceId } = request;
  const associationId = `eipassoc-${ids.hex(17)}`;
  const networkInterface = tables.networkInterfaces.get(networkInterfaceId);
  if (networkInterface === undefined) throw new Error(`no interface ${networkInterfaceId}`);
  const privateIpAddress = request.privateIpAddress ?? networkInterface.privateIpAddress;
  const previous = addressOn(tables, networkInterfaceId, privateIpAddress);
  if (previous !== undefined) disassociateAddress(tables, previous.allocationId);
  const address = tables.addresses.update(allocationId, (row) => ({
    ...row,
    association: { associationId, networkInterfaceId, privateIpAddress },
  }));
  if (privateIpAddress === networkInterface.privateIpAddress) {
    tables.networkInterfaces.update(networkInterfaceId, (row) => ({
      ...row,
      association: { publicIp: address.publicIp, ipOwnerId: 'amazon', allocationId, associationId },
    }));
  }
  return associationId;
}

/** Takes an Elastic IP off its interface; it stays allocated. Nothing happens when it is on none. */
export function disassociateAddress(tables: Ec2Tables, allocationId: string): void {
  const row = tables.addresses.get(allocationId);
  if (row?.association === undefined) return;
  const { networkInterfaceId } = row.association;
  if (tables.networkInterfaces.get(networkInterfaceId)?.association?.allocationId === allocationId) {
    tables.networkInterfaces.update(networkInterfaceId, (each) => ({ ...each, association: undefined }));
  }
  tables.addresses.put(allocationId, { ...row, association: undefined });
}

/** The Elastic IP on a private address of an interface. */
export function addressOn(
  tables: Ec2Tables,
  networkInterfaceId: string,
  privateIpAddress: string,
): AddressRow | undefined {
  return [...tables.addresses.values()].find(
    ({ association }) =>
      association?.networkInterfaceId === networkInterfaceId &&
      association.privateIpAddress === privateIpAddress,
  );
}
