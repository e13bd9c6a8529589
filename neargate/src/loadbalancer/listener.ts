import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { SecureContext } from 'node:tls';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../core/clock.ts';
import type { ClientConnection } from './clients/client-connection.ts';
import { Http1Connection } from './clients/http1-connection.ts';
import type { Deadlines } from './deadlines.ts';
import type { LoadBalancerCounters } from './metrics.ts';
import { compileWildcard } from './rules/wildcard.ts';
import type { CompiledRule } from './rules/match.ts';
import { compileRules } from './rules/match.ts';
import type { AccessLogRecord, CertificateConfig, ListenerConfig, ListenerState } from './snapshot.ts';
import type { TargetGroup } from './targets/target-group.ts';
import type { TraceIds } from './trace-id.ts';

/** What every listener shares. */
export interface ListenerContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly deadlines: Deadlines;
  readonly traceIds: TraceIds;
  targetGroup(arn: string): TargetGroup | undefined;
  log(record: AccessLogRecord): void;
}

/** One bound listener: its socket, its rules and its client connections. */
export class Listener {
  config: ListenerConfig;
  rules: readonly CompiledRule[];
  readonly counters: LoadBalancerCounters;

  private readonly context: ListenerContext;
  private readonly connections = new Set<ClientConnection>();
  private server: Server | undefined;
  private onFailure: ((state: ListenerState) => void) | undefined;

  constructor(config: ListenerConfig, counters: LoadBalancerCounters, context: ListenerContext) {
    this.config = config;
    this.counters = counters;
    this.context = context;
    this.rules = compileRules(config.rules);
  }

  get scheme(): 'http' | 'https' {
    return this.config.protocol === 'HTTPS' ? 'https' : 'http';
  }

  get connectionCount(): number {
    return this.connections.size;
  }

  /** Whether the new configuration can be taken over without a new socket. */
  canBecome(config: ListenerConfig): boolean {
    return (
      this.server !== undefined &&
      config.protocol === this.config.protocol &&
      config.bind.host === this.config.bind.host &&
      config.bind.port === this.config.bind.port &&
      JSON.stringify(config.certificates) === JSON.stringify(this.config.certificates)
    );
  }

  /** New rules and attributes act on the next request of every connection. */
  update(config: ListenerConfig): ListenerState {
    this.config = config;
    this.rules = compileRules(config.rules);
    return this.listeningState();
  }

  /** Binds. The result says whether that worked; `onFailure` hears of a socket that fails later. */
  bind(onFailure: (state: ListenerState) => void): Promise<ListenerState> {
    this.onFailure = onFailure;
    return new Promise((resolve) => {
      const server = this.createServer();
      if (server === undefined) {
        resolve(this.failedState('ERR_NEARGATE_NO_CERTIFICATE', 'an HTTPS listener needs a certificate'));
        return;
      }
      server.once('error', (error: NodeJS.ErrnoException) => {
        resolve(this.failedState(error.code ?? 'EUNKNOWN', error.message));
      });
      server.listen({ host: this.config.bind.host, port: this.config.bind.port }, () => {
        this.server = server;
        server.removeAllListeners('error');
        server.on('error', (error: NodeJS.ErrnoException) => {
          this.onFailure?.(this.failedState(error.code ?? 'EUNKNOWN', error.message));
        });
        resolve(this.listeningState());
      });
    });
  }

  onConnectionClosed(connection: ClientConnection): void {
    this.connections.delete(connection);
    this.context.deadlines.delete(connection);
  }

  /** Takes no new connections; those that are open close after the request at hand. */
  close(): void {
    this.server?.close();
    this.server = undefined;
    this.onFailure = undefined;
    for (const connection of this.connections) connection.shutDown();
  }

  destroyConnections(): void {
    for (const connection of this.connections) connection.destroy();
  }

  private accept(socket: Socket): void {
    this.counters.NewConnectionCount++;
    const connection = new Http1Connection(socket, this, this.context);
    this.connections.add(connection);
    this.context.deadlines.add(connection);
  }

  private createServer(): Server | undefined {
    const { protocol, certificates = [] } = this.config;
    if (protocol === 'HTTP') return createServer({ noDelay: true }, (socket) => this.accept(socket));
    const [first] = certificates;
    if (first === undefined) return undefined;
    const contexts = certificates.map((certificate) => secureContext(certificate));
    const server = createTlsServer(
      {
        cert: first.certificatePem,
        key: first.privateKeyPem,
        noDelay: true,
        ALPNProtocols: ['http/1.1'],
        SNICallback: (serverName, callback) => {
          const name = serverName.toLowerCase();
          const chosen = contexts.find(({ matchers }) => matchers.some((matches) => matches(name)));
          callback(null, chosen?.context);
        },
      },
      (socket) => this.accept(socket),
    );
    server.on('tlsClientError', () => {
      this.counters.ClientTLSNegotiationErrorCount++;
    });
    return server;
  }

  private listeningState(): ListenerState {
    const address = this.server?.address();
    const port = typeof address === 'object' && address !== null ? address.port : this.config.bind.port;
    return { listenerArn: this.config.arn, state: 'listening', bind: { host: this.config.bind.host, port } };
  }

  private failedState(code: string, message: string): ListenerState {
    return { listenerArn: this.config.arn, state: 'failed', bind: this.config.bind, code, message };
  }
}

interface NamedContext {
  readonly matchers: readonly ((name: string) => boolean)[];
  readonly context: SecureContext;
}

function secureContext(certificate: CertificateConfig): NamedContext {
  return {
    matchers: certificate.domainNames.map((name) => compileWildcard(name, true)),
    context: createSecureContext({ cert: certificate.certificatePem, key: certificate.privateKeyPem }),
  };
}
