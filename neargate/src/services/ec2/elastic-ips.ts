import type { IdSource } from '../../core/ids.ts';
import type { Ec2Tables } from './store.ts';

/** Puts a free Elastic IP on an interface, replacing an address of Amazon's pool; returns the association's id. */
export function associateAddress(
  tables: Ec2Tables,
  ids: IdSource,
  request: { allocationId: string; networkInterfaceId: string },
): string {
  const { allocationId, networkInterfaceId } = request;
  const associationId = `eipassoc-${ids.hex(17)}`;
  const networkInterface = tables.networkInterfaces.get(networkInterfaceId);
  if (networkInterface === undefined) throw new Error(`no interface ${networkInterfaceId}`);
  const previous = networkInterface.association?.allocationId;
  if (previous !== undefined) disassociateAddress(tables, previous);
  const address = tables.addresses.update(allocationId, (row) => ({
    ...row,
    association: {
      associationId,
      networkInterfaceId,
      privateIpAddress: networkInterface.privateIpAddress,
    },
  }));
  tables.networkInterfaces.put(networkInterfaceId, {
    ...networkInterface,
    association: { publicIp: address.publicIp, ipOwnerId: 'amazon', allocationId, associationId },
  });
  return associationId;
}

/** Takes an Elastic IP off its interface; it stays allocated. Nothing happens when it is on none. */
export function disassociateAddress(tables: Ec2Tables, allocationId: string): void {
  const row = tables.addresses.get(allocationId);
  if (row?.association === undefined) return;
  const { networkInterfaceId } = row.association;
  if (tables.networkInterfaces.has(networkInterfaceId)) {
    tables.networkInterfaces.update(networkInterfaceId, (each) => ({ ...each, association: undefined }));
  }
  tables.addresses.put(allocationId, { ...row, association: undefined });
}
