import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { isOfFault } from '../../network/faults.ts';
import { judgeSource, type LocalNetwork } from '../../network/local-network.ts';
import type { DeniedConnection, RelayConfig, RelaySnapshot, RelayState } from './relay-snapshot.ts';

/** How long a denied connection is kept without an answer: longer than any client's own timeout. */
const silenceMs = 120_000;

interface OpenRelay {
  config: RelayConfig;
  readonly server: Server;
  /** Both ends of what is open, by the address the client came from. */
  readonly sockets: Map<Socket, string>;
  /** Clients that were denied and wait for an answer that never comes. */
  readonly silenced: Set<Socket>;
  readonly listening: Promise<RelayState>;
}

/**
 * Passes TCP connections on where the network allows it. Verdicts are taken when a connection opens; what is open stays when
 * a rule changes, as in stateful security groups, and breaks when something on its way does.
 */
export class Relay {
  private network: LocalNetwork = {
    models: new Map(),
    tasks: new Map(),
    addresses: new Map(),
    listeners: new Map(),
  };
  private readonly open = new Map<string, OpenRelay>();
  private readonly onDenied: (connection: DeniedConnection) => void;

  constructor(onDenied: (connection: DeniedConnection) => void) {
    this.onDenied = onDenied;
  }

  /** Resolves once every relay of the snapshot listens or has failed to. */
  async apply({ relays, network }: RelaySnapshot): Promise<readonly RelayState[]> {
    this.network = network;
    const wanted = new Map(relays.map((config) => [config.destination.interfaceId, config]));
    await Promise.all(
      Array.from(this.open, async ([id, relay]) => {
        const config = wanted.get(id);
        if (config !== undefined && samePlace(config, relay.config)) relay.config = config;
        else await this.close(id, relay);
      }),
    );
    for (const config of relays) if (!this.open.has(config.destination.interfaceId)) this.start(config);
    for (const relay of this.open.values()) this.breakFaulty(relay);
    const states = await Promise.all(Array.from(this.open.values(), ({ listening }) => listening));
    // A relay that could not listen is tried again with the next snapshot.
    for (const { interfaceId, error } of states) if (error !== undefined) this.open.delete(interfaceId);
    return states;
  }

  async stop(): Promise<void> {
    await Promise.all(Array.from(this.open, ([id, relay]) => this.close(id, relay)));
  }

  private start(config: RelayConfig): void {
    const sockets = new Map<Socket, string>();
    const { interfaceId } = config.destination;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) =>
      this.accept(relay, client),
    );
    const listening = new Promise<RelayState>((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        resolve({ interfaceId, error: { code: error.code ?? 'ERROR', message: error.message } }),
      );
      server.listen(config.listen.port, config.listen.host, () =>
        resolve({ interfaceId, port: (server.address() as AddressInfo).port }),
      );
    });
    const relay: OpenRelay = { config, server, sockets, silenced: new Set(), listening };
    this.open.set(interfaceId, relay);
  }

  private accept(relay: OpenRelay, client: Socket): void {
    const { config, sockets } = relay;
    const source = client.remoteAddress ?? '';
    const verdict = judgeSource(this.network, source, config.destination, config.port);
    if (!verdict.allowed) {
      this.onDenied({
        source: this.network.addresses.get(source),
        destination: config.destination.interfaceId,
        port: config.port,
        denial: verdict,
      });
      silence(relay.silenced, client);
      return;
    }
    track(sockets, client, source);
    const target = connect({ ...config.connect, allowHalfOpen: true, noDelay: true });
    track(sockets, target, source);
    target.on('error', () => client.resetAndDestroy());
    client.on('error', () => target.destroy());
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    client.pipe(target);
    target.pipe(client);
  }

  private breakFaulty({ config, sockets }: OpenRelay): void {
    for (const [socket, source] of sockets) {
      const verdict = judgeSource(this.network, source, config.destination, config.port);
      if (!verdict.allowed && isOfFault(verdict)) socket.destroy();
    }
  }

  private async close(id: string, relay: OpenRelay): Promise<void> {
    this.open.delete(id);
    for (const socket of [...relay.sockets.keys(), ...relay.silenced]) socket.destroy();
    if (!relay.server.listening) return;
    await new Promise<void>((resolve) => relay.server.close(() => resolve()));
  }
}

function track(sockets: Map<Socket, string>, socket: Socket, source: string): void {
  sockets.set(socket, source);
  socket.on('close', () => sockets.delete(socket));
  // Without a listener an error would end the process; what follows an error is always 'close'.
  socket.on('error', () => undefined);
}

function silence(silenced: Set<Socket>, client: Socket): void {
  silenced.add(client);
  client.on('close', () => silenced.delete(client));
  client.on('error', () => undefined);
  client.setTimeout(silenceMs, () => client.destroy());
  client.resume();
  client.on('end', () => client.destroy());
}

function samePlace(left: RelayConfig, right: RelayConfig): boolean {
  return (
    left.port === right.port &&
    left.destination.scope === right.destination.scope &&
    left.listen.host === right.listen.host &&
    left.listen.port === right.listen.port &&
    left.connect.host === right.connect.host &&
    left.connect.port === right.connect.port
  );
}
