import { createServer, type AddressInfo } from 'node:net';
import type { TaskAddress } from '../../drivers/task/driver.ts';
import type { OwnedInterfaceAddresses } from '../interface-addresses.ts';

/** Where tasks and their ports are on this machine. */
export interface TaskAddresses {
  /** Gives the task its place; where every task shares 127.0.0.1, a free port for each of its container ports. */
  assign(scope: string, networkInterfaceId: string, containerPorts: readonly number[]): Promise<TaskAddress>;
  /** Where a port of an interface answers; undefined while nothing has been assigned. */
  placeOf(
    scope: string,
    networkInterfaceId: string,
    port: number,
  ): { readonly host: string; readonly port: number } | undefined;
  release(networkInterfaceId: string): void;
}

export function taskAddresses(addresses: OwnedInterfaceAddresses, hasLoopbackRange: boolean): TaskAddresses {
  return hasLoopbackRange ? ownAddresses(addresses) : mappedPorts();
}

function ownAddresses(addresses: OwnedInterfaceAddresses): TaskAddresses {
  return {
    async assign(scope, networkInterfaceId) {
      const address = addresses.loopbackOf(scope, networkInterfaceId);
      if (address === undefined) throw new Error(`no loopback address is left for ${networkInterfaceId}`);
      const loopbackAddress = addresses.localhostOf(scope, networkInterfaceId);
      return { kind: 'own-address', address, ...(loopbackAddress === undefined ? {} : { loopbackAddress }) };
    },
    placeOf(scope, networkInterfaceId, port) {
      const host = addresses.loopbackOf(scope, networkInterfaceId);
      return host === undefined ? undefined : { host, port };
    },
    release: (networkInterfaceId) => addresses.release(networkInterfaceId),
  };
}

/** Several containers of a task share its interface: their ports add up. */
function mappedPorts(): TaskAddresses {
  const byInterface = new Map<string, Record<number, number>>();
  return {
    async assign(_scope, networkInterfaceId, containerPorts) {
      const hostPorts = byInterface.get(networkInterfaceId) ?? {};
      byInterface.set(networkInterfaceId, hostPorts);
      for (const port of containerPorts) hostPorts[port] ??= await freePort();
      return { kind: 'port-map', hostPorts: { ...hostPorts } };
    },
    placeOf(_scope, networkInterfaceId, port) {
      const hostPort = byInterface.get(networkInterfaceId)?.[port];
      return hostPort === undefined ? undefined : { host: '127.0.0.1', port: hostPort };
    },
    release: (networkInterfaceId) => void byInterface.delete(networkInterfaceId),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
