import type { InterfaceAddresses } from '../controllers/private-network/interface-addresses.ts';
import { pickLoopbackAddress } from '../network/loopback-addresses.ts';
import { ec2Tables, type NetworkInterfaceRow } from '../services/ec2/store.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import type { LoopbackRange } from './loopback-range.ts';

/** What stands for a network interface on this machine. Kept, so that it is the same after a restart. */
interface AddressRow {
  readonly scope: string;
  readonly networkInterfaceId: string;
  readonly address: string;
}

/** As the controllers ask for them, and as the runtime takes them back. */
export interface OwnedInterfaceAddresses extends InterfaceAddresses {
  /** What stands for 127.0.0.1 inside of what has the interface; not kept. Undefined where no address is left. */
  localhostOf(scope: string, networkInterfaceId: string): string | undefined;
  release(networkInterfaceId: string): void;
}

export function interfaceAddresses(store: Store, range: LoopbackRange | undefined): OwnedInterfaceAddresses {
  const rows: Table<AddressRow> = store.table('runtime.interface-addresses', 'local');
  const byAddress = new Map<string, AddressRow>();
  const localhosts = new Map<string, string>();
  const localhostAddresses = new Set<string>();
  const pick = (privateIpAddress: string) =>
    pickLoopbackAddress(
      privateIpAddress,
      (candidate) =>
        range?.contains(candidate) !== true || byAddress.has(candidate) || localhostAddresses.has(candidate),
    );
  for (const row of rows.values()) {
    const isUsable = range?.contains(row.address) === true && interfaceOf(store, row) !== undefined;
    if (isUsable) byAddress.set(row.address, row);
    else rows.delete(row.networkInterfaceId);
  }
  return {
    loopbackOf(scope, networkInterfaceId) {
      const known = rows.get(networkInterfaceId);
      if (known !== undefined) return known.address;
      const networkInterface = interfaceOf(store, { scope, networkInterfaceId });
      if (range === undefined || networkInterface === undefined) return undefined;
      const address = pick(networkInterface.privateIpAddress);
      if (address === undefined) return undefined;
      const row = { scope, networkInterfaceId, address };
      rows.put(networkInterfaceId, row);
      byAddress.set(address, row);
      return address;
    },
    localhostOf(scope, networkInterfaceId) {
      const known = localhosts.get(networkInterfaceId);
      if (known !== undefined) return known;
      const networkInterface = interfaceOf(store, { scope, networkInterfaceId });
      const address = networkInterface === undefined ? undefined : pick(networkInterface.privateIpAddress);
      if (address === undefined) return undefined;
      localhosts.set(networkInterfaceId, address);
      localhostAddresses.add(address);
      return address;
    },
    interfaceAt: (loopbackAddress) => byAddress.get(loopbackAddress),
    release(networkInterfaceId) {
      localhostAddresses.delete(localhosts.get(networkInterfaceId) ?? '');
      localhosts.delete(networkInterfaceId);
      const row = rows.get(networkInterfaceId);
      if (row === undefined) return;
      rows.delete(networkInterfaceId);
      byAddress.delete(row.address);
    },
  };
}

function interfaceOf(
  store: Store,
  { scope, networkInterfaceId }: Pick<AddressRow, 'scope' | 'networkInterfaceId'>,
): NetworkInterfaceRow | undefined {
  return ec2Tables(store, scope).networkInterfaces.get(networkInterfaceId);
}
