import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type {
  DeniedConnection,
  RelayConfig,
  RelaySnapshot,
  RelayState,
  RelayVerdict,
} from './relay-snapshot.ts';

/** How long a denied connection is kept without an answer: longer than any client's own timeout. */
const silenceMs = 120_000;

interface OpenRelay {
  config: RelayConfig;
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly listening: Promise<RelayState>;
}

/** Passes TCP connections on where the network model allows it. Verdicts are taken when a connection opens. */
export class Relay {
  private readonly open = new Map<string, OpenRelay>();
  private readonly onDenied: (connection: DeniedConnection) => void;

  constructor(onDenied: (connection: DeniedConnection) => void) {
    this.onDenied = onDenied;
  }

  /** Resolves once every relay of the snapshot listens or has failed to. */
  async apply({ relays }: RelaySnapshot): Promise<readonly RelayState[]> {
    const wanted = new Map(relays.map((config) => [config.id, config]));
    await Promise.all(
      Array.from(this.open, async ([id, relay]) => {
        const config = wanted.get(id);
        if (config !== undefined && samePlace(config, relay.config)) relay.config = config;
        else await this.close(id, relay);
      }),
    );
    for (const config of relays) if (!this.open.has(config.id)) this.start(config);
    const states = await Promise.all(Array.from(this.open.values(), ({ listening }) => listening));
    // A relay that could not listen is tried again with the next snapshot.
    for (const { id, error } of states) if (error !== undefined) this.open.delete(id);
    return states;
  }

  async stop(): Promise<void> {
    await Promise.all(Array.from(this.open, ([id, relay]) => this.close(id, relay)));
  }

  private start(config: RelayConfig): void {
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) =>
      this.accept(relay, client),
    );
    const listening = new Promise<RelayState>((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        resolve({ id: config.id, error: { code: error.code ?? 'ERROR', message: error.message } }),
      );
      server.listen(config.listen.port, config.listen.host, () =>
        resolve({ id: config.id, port: (server.address() as AddressInfo).port }),
      );
    });
    const relay: OpenRelay = { config, server, sockets, listening };
    this.open.set(config.id, relay);
  }

  private accept(relay: OpenRelay, client: Socket): void {
    const { config, sockets } = relay;
    track(sockets, client);
    const source = client.remoteAddress ?? '';
    const verdict: RelayVerdict = config.sources[source] ?? config.otherSources;
    if (!verdict.allowed) {
      this.onDenied({ id: config.id, source, reason: verdict.reason });
      client.setTimeout(silenceMs, () => client.destroy());
      client.resume();
      client.on('end', () => client.destroy());
      return;
    }
    const target = connect({ ...config.connect, allowHalfOpen: true, noDelay: true });
    track(sockets, target);
    target.on('error', () => client.resetAndDestroy());
    client.on('error', () => target.destroy());
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    client.pipe(target);
    target.pipe(client);
  }

  private async close(id: string, relay: OpenRelay): Promise<void> {
    this.open.delete(id);
    for (const socket of relay.sockets) socket.destroy();
    if (!relay.server.listening) return;
    await new Promise<void>((resolve) => relay.server.close(() => resolve()));
  }
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  // Without a listener an error would end the process; what follows an error is always 'close'.
  socket.on('error', () => undefined);
}

function samePlace(left: RelayConfig, right: RelayConfig): boolean {
  return (
    left.listen.host === right.listen.host &&
    left.listen.port === right.listen.port &&
    left.connect.host === right.connect.host &&
    left.connect.port === right.connect.port
  );
}
