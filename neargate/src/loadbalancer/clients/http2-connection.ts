import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { constants, performServerHandshake } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Listener, ListenerContext } from '../listener.ts';
import type { ClientConnection } from './client-connection.ts';
import type { ConnectionFacts } from './connection-facts.ts';
import type { Http2RequestOwner } from './http2-request.ts';
import { Http2Request } from './http2-request.ts';

/** ALB: "up to 128 requests in parallel using one HTTP/2 connection". */
const maxConcurrentStreams = 128;
/** ALB: a connection is given up after so many requests. */
const maxRequests = 10_000;
/** ALB: all headers of a request at most 64 K. */
const maxHeaderListSize = 65_536;

/** How long a connection that says GOAWAY may take to deliver its last bytes. */
const lingerMs = 5_000;

/** One HTTP/2 connection from a client, negotiated by ALPN on an HTTPS listener. */
export class Http2Connection implements ClientConnection, Http2RequestOwner {
  readonly facts: ConnectionFacts;
  readonly listener: Listener;
  readonly context: ListenerContext;

  private readonly session: ServerHttp2Session;
  private readonly requests = new Set<Http2Request>();
  private readonly openedAt: number;
  private requestCount = 0;
  private idleDeadlineAt: number;
  private isClosing = false;

  constructor(socket: TLSSocket, facts: ConnectionFacts, listener: Listener, context: ListenerContext) {
    this.facts = facts;
    this.listener = listener;
    this.context = context;
    this.openedAt = context.clock.now();
    this.idleDeadlineAt = this.openedAt + this.idleTimeoutMs;
    this.session = performServerHandshake(socket, {
      settings: { maxConcurrentStreams, maxHeaderListSize },
      // Node's own limit of 128 fields would reset streams that ALB takes.
      maxHeaderListPairs: 2_048,
    });
    this.session.on(
      'stream',
      (stream: ServerHttp2Stream, _headers: unknown, _flags: number, raw: readonly string[]) =>
        this.onStream(stream, raw),
    );
    this.session.on('error', () => {});
    this.session.on('close', () => this.onClosed());
  }

  /** The nearest deadline of its requests; without any, that of the idle connection. */
  get deadlineAt(): number {
    if (this.requests.size === 0) return this.idleDeadlineAt;
    let nearest = Infinity;
    for (const { deadlineAt } of this.requests) if (deadlineAt < nearest) nearest = deadlineAt;
    return nearest;
  }

  /** Set by whoever watches deadlines, to be asked only once. */
  set deadlineAt(epochMs: number) {
    if (this.requests.size === 0) this.idleDeadlineAt = epochMs;
  }

  onDeadline(): void {
    const now = this.context.clock.now();
    if (this.requests.size === 0) {
      if (this.isClosing) this.session.destroy();
      else this.shutDown();
      return;
    }
    for (const request of this.requests) if (request.deadlineAt <= now) request.onDeadline();
  }

  /** Says GOAWAY: what is in flight is answered, nothing new is taken. */
  shutDown(): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.idleDeadlineAt = this.context.clock.now() + lingerMs;
    this.session.goaway(constants.NGHTTP2_NO_ERROR);
    this.session.close();
  }

  destroy(): void {
    this.session.destroy();
  }

  onRequestOver(request: Http2Request): void {
    this.requests.delete(request);
    const now = this.context.clock.now();
    this.idleDeadlineAt = now + this.idleTimeoutMs;
    const isOld = now - this.openedAt >= this.listener.config.attributes.clientKeepAliveMs;
    if (isOld || this.requestCount >= maxRequests) this.shutDown();
  }

  private get idleTimeoutMs(): number {
    return this.listener.config.attributes.idleTimeoutMs;
  }

  private onStream(stream: ServerHttp2Stream, raw: readonly string[]): void {
    this.requestCount++;
    const request = new Http2Request(stream, this);
    this.requests.add(request);
    request.start(raw);
  }

  private onClosed(): void {
    this.idleDeadlineAt = Infinity;
    this.listener.onConnectionClosed(this);
  }
}
