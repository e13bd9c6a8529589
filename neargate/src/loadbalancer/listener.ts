import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../core/clock.ts';
import type { AcceptPace } from './accept-pace.ts';
import { gateClients } from './client-gate.ts';
import type { ClientConnection } from './clients/client-connection.ts';
import type { ConnectionFacts } from './clients/connection-facts.ts';
import { connectionFacts, connectionLogRecord } from './clients/connection-facts.ts';
import { Http1Connection } from './clients/http1-connection.ts';
import { Http2Connection } from './clients/http2-connection.ts';
import type { Deadlines } from './deadlines.ts';
import type { ResponseFields } from './http/response-fields.ts';
import { responseFields } from './http/response-fields.ts';
import type { LoadBalancerCounters } from './metrics.ts';
import { Nodes } from './node.ts';
import type { CompiledRule } from './rules/match.ts';
import { compileRules } from './rules/match.ts';
import type { ListenerConfig } from './listener-config.ts';
import type { AccessLogRecord, ConnectionLogRecord } from './log-records.ts';
import type { ListenerState } from './messages.ts';
import type { SocketAddress } from './places.ts';
import type { CookieSeal } from './stickiness/cookie-seal.ts';
import type { TargetGroup } from './targets/target-group.ts';
import type { TlsFacts, TlsFailure } from './tls/tls-acceptor.ts';
import { TlsAcceptor } from './tls/tls-acceptor.ts';
import type { TraceIds } from './trace-id.ts';

/** What every listener shares. */
export interface ListenerContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly deadlines: Deadlines;
  readonly pace: AcceptPace;
  readonly traceIds: TraceIds;
  /** Seals stickiness cookies; another one when the control plane gives another key. */
  readonly seal: CookieSeal;
  targetGroup(arn: string): TargetGroup | undefined;
  /** Where the load balancer's listener of this port, as AWS knows it, is served. */
  servedAt(loadBalancerArn: string, listenerPort: string): SocketAddress | undefined;
  /** What the load balancer's node in the zone counts, whichever listener it is for. */
  countersOf(loadBalancerArn: string, zone: string): LoadBalancerCounters;
  log(record: AccessLogRecord): void;
  logConnection(record: ConnectionLogRecord): void;
}

/** One bound listener: its socket, its rules and its client connections. */
export class Listener {
  config: ListenerConfig;
  rules: readonly CompiledRule[];
  nodes: Nodes;
  /** What is added to every response. */
  responseFields: ResponseFields;

  private readonly context: ListenerContext;
  private readonly connections = new Set<ClientConnection>();
  private server: Server | undefined;
  private tls: TlsAcceptor | undefined;
  private onFailure: ((state: ListenerState) => void) | undefined;

  constructor(config: ListenerConfig, context: ListenerContext) {
    this.config = config;
    this.context = context;
    this.nodes = this.nodesOf(config);
    this.responseFields = responseFields(config.attributes.responseFields ?? []);
    this.rules = compileRules(config.rules);
  }

  get scheme(): 'http' | 'https' {
    return this.config.protocol === 'HTTPS' ? 'https' : 'http';
  }

  /** Where it is bound; the port is a real one also where any free one was asked for. */
  get servedAt(): SocketAddress {
    const address = this.server?.address();
    const port = typeof address === 'object' && address !== null ? address.port : this.config.bind.port;
    return { host: this.config.bind.host, port };
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
      config.attributes.http2 === this.config.attributes.http2
    );
  }

  /** New rules and attributes act on the next request of every connection, new certificates on the next handshake. */
  update(config: ListenerConfig): ListenerState {
    if (JSON.stringify(config.nodes) !== JSON.stringify(this.config.nodes)) this.nodes = this.nodesOf(config);
    this.config = config;
    this.responseFields = responseFields(config.attributes.responseFields ?? []);
    this.rules = compileRules(config.rules);
    if (config.tls !== undefined) {
      try {
        this.tls?.update(config.tls);
      } catch (error) {
        // What was served before is served still; the control plane is told that it is not what it asked for.
        return this.failedState('ERR_NEARGATE_CERTIFICATE', reasonOf(error));
      }
    }
    return this.listeningState();
  }

  /** Binds. The result says whether that worked; `onFailure` hears of a socket that fails later. */
  bind(onFailure: (state: ListenerState) => void): Promise<ListenerState> {
    this.onFailure = onFailure;
    return new Promise((resolve) => {
      let server: Server;
      try {
        server = gateClients(this.createServer(), () => this.config.clients?.allowed !== false);
      } catch (error) {
        resolve(this.failedState('ERR_NEARGATE_CERTIFICATE', reasonOf(error)));
        return;
      }
      server.on('connection', () => this.context.pace.noteAccepted());
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

  private createServer(): Server {
    const { protocol, tls, attributes } = this.config;
    if (protocol === 'HTTP')
      return createServer({ noDelay: true }, (socket) => this.accept(socket, undefined));
    if (tls === undefined || tls.certificates.length === 0)
      throw new Error('an HTTPS listener needs a certificate');
    this.tls = new TlsAcceptor({
      config: tls,
      offersHttp2: attributes.http2,
      clock: this.context.clock,
      onConnection: (socket, facts) => this.accept(socket, facts),
      onFailure: (socket, failure) => this.onHandshakeFailed(socket, failure),
    });
    return this.tls.server;
  }

  private accept(socket: Socket, tls: TlsFacts | undefined): void {
    const facts = connectionFacts(socket, tls, this.config.attributes, this.nodes.choose());
    facts.node.counters.NewConnectionCount++;
    this.logConnection(facts, undefined);
    const connection = this.connectionOver(socket, facts);
    this.connections.add(connection);
    this.context.deadlines.add(connection);
  }

  private connectionOver(socket: Socket, facts: ConnectionFacts): ClientConnection {
    const { context } = this;
    return socket instanceof TLSSocket && socket.alpnProtocol === 'h2'
      ? new Http2Connection(socket, facts, this, context)
      : new Http1Connection(socket, facts, this, context);
  }

  private onHandshakeFailed(socket: Socket, failure: TlsFailure): void {
    const facts = connectionFacts(socket, undefined, this.config.attributes, this.nodes.choose());
    facts.node.counters.ClientTLSNegotiationErrorCount++;
    this.logConnection(facts, failure);
  }

  private logConnection(facts: ConnectionFacts, failure: TlsFailure | undefined): void {
    if (!this.config.attributes.connectionLogs) return;
    this.context.logConnection(connectionLogRecord(this.config, facts, failure, this.context.clock.now()));
  }

  private nodesOf({ nodes = [], loadBalancerArn }: ListenerConfig): Nodes {
    return new Nodes(nodes, (zone) => this.context.countersOf(loadBalancerArn, zone));
  }

  private listeningState(): ListenerState {
    return { listenerArn: this.config.arn, state: 'listening', bind: this.servedAt };
  }

  private failedState(code: string, message: string): ListenerState {
    return { listenerArn: this.config.arn, state: 'failed', bind: this.config.bind, code, message };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
