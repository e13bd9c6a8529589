import type { Socket } from 'node:net';
import type { Waiting } from '../accept-pace.ts';
import type { ExchangeOwner } from '../exchange/client-side.ts';
import { Exchange } from '../exchange/exchange.ts';
import { parseRequestHead } from '../http/request-parser.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import { countOwnStatus } from '../metrics.ts';
import { newRecord } from '../request-log.ts';
import type { OwnResponse } from '../responses.ts';
import { errorResponse } from '../responses.ts';
import { route } from '../routing.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import type { ClientConnection } from './client-connection.ts';
import type { ConnectionFacts } from './connection-facts.ts';
import { Http1Request } from './http1-request.ts';

/** How long a connection that is being closed may take to take its last bytes and close its own side. */
const lingerMs = 5_000;
/** A head line this long is refused even when its end has not come. */
const maxUnreadHeadBytes = 16_384;

type Phase = 'reading-head' | 'exchanging' | 'tunnel' | 'closing' | 'closed';

/** One HTTP/1 connection from a client: requests are read, routed and answered strictly one after the other. */
export class Http1Connection implements ClientConnection, ExchangeOwner, Waiting {
  private readonly socket: Socket;
  private readonly listener: Listener;
  private readonly context: ListenerContext;
  private readonly request: Http1Request;
  private phase: Phase = 'reading-head';
  private exchange: Exchange | undefined;
  /** Bytes received but not yet used: a head not yet complete, or the next request. */
  private pending: Buffer | undefined;
  /** `pending` is read when the connection's turn comes, because others are being accepted. */
  private isWaiting = false;

  constructor(socket: Socket, facts: ConnectionFacts, listener: Listener, context: ListenerContext) {
    this.socket = socket;
    this.listener = listener;
    this.context = context;
    this.request = new Http1Request(socket, facts, listener, context);
    socket.on('data', (chunk: Buffer) => this.onBytes(chunk));
    socket.on('drain', () => this.exchange?.onClientDrained());
    socket.on('end', () => this.onEnd());
    // Every error is followed by 'close', which is where it is dealt with.
    socket.on('error', () => {});
    socket.on('close', () => this.onClosed());
  }

  // -- what the listener and the deadlines do ------------------------------------------------------------------------

  get deadlineAt(): number {
    return this.request.deadlineAt;
  }

  set deadlineAt(epochMs: number) {
    this.request.deadlineAt = epochMs;
  }

  shutDown(): void {
    this.request.isLast = true;
    if (this.phase === 'reading-head' && this.pending === undefined) this.socket.destroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  onDeadline(): void {
    if (this.phase === 'exchanging' || this.phase === 'tunnel') this.exchange?.onDeadline();
    else if (this.phase === 'reading-head' && this.pending !== undefined) this.refuse(408);
    else this.socket.destroy();
  }

  takeTurn(): void {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    this.request.resumeReading();
    const bytes = this.takePending();
    if (bytes !== undefined && this.phase === 'reading-head') this.readRequests(bytes);
  }

  // -- how an exchange ends ------------------------------------------------------------------------------------------

  onExchangeDone(): void {
    this.request.log(this.exchange, this.request.responseHead.status);
    this.exchange = undefined;
    this.afterResponse(this.request.keepsAliveAfterResponse);
  }

  onExchangeFailed(status: number): void {
    this.answer(errorResponse(status));
  }

  onExchangeBroken(): void {
    this.request.log(this.exchange, this.exchange?.targetStatus);
    this.exchange = undefined;
    this.socket.destroy();
  }

  onTunnelOpened(): void {
    this.phase = 'tunnel';
    const early = this.takePending();
    if (early !== undefined) this.exchange?.onClientBytes(early, 0, early.length);
    this.request.resumeReading();
  }

  onTunnelClosed(): void {
    this.request.log(this.exchange, this.exchange?.targetStatus);
    this.exchange = undefined;
    this.close();
  }

  // -- reading -------------------------------------------------------------------------------------------------------

  private onBytes(chunk: Buffer): void {
    switch (this.phase) {
      case 'reading-head':
        if (this.isWaiting || this.context.pace.isPacing) this.awaitTurn(chunk);
        else if (this.pending === undefined) this.readRequests(chunk);
        else {
          this.pending = Buffer.concat([this.pending, chunk]);
          // Without a line end nothing new can have become complete, unless a limit has been passed.
          if (chunk.includes(0x0a) || this.pending.length > maxUnreadHeadBytes) {
            const joined = this.pending;
            this.pending = undefined;
            this.readRequests(joined);
          }
        }
        break;
      case 'exchanging':
      case 'tunnel':
        this.onExchangeBytes(chunk);
        break;
      case 'closing':
      case 'closed':
        break;
    }
  }

  private awaitTurn(chunk: Buffer): void {
    this.pending = this.pending === undefined ? chunk : Buffer.concat([this.pending, chunk]);
    if (this.pending.length > maxUnreadHeadBytes) this.request.pauseReading();
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.context.pace.wait(this);
  }

  private onExchangeBytes(chunk: Buffer): void {
    const { exchange } = this;
    let at = 0;
    if (exchange !== undefined && (this.phase === 'tunnel' || !this.request.requestBody.done)) {
      at = exchange.onClientBytes(chunk, 0, chunk.length);
    }
    this.request.record.receivedBytes += at;
    if (at < chunk.length && this.phase === 'exchanging') this.keepForLater(chunk.subarray(at));
  }

  /** The next request came before this one was answered: it waits, and no more is read meanwhile. */
  private keepForLater(bytes: Buffer): void {
    this.pending = this.pending === undefined ? bytes : Buffer.concat([this.pending, bytes]);
    this.request.pauseReading();
  }

  /** Reads as many requests as are complete and can be answered at once. */
  private readRequests(received: Buffer): void {
    const { request } = this;
    const { requestHead } = request;
    let bytes: Buffer | undefined = received;
    while (bytes !== undefined && this.phase === 'reading-head') {
      const outcome = parseRequestHead(requestHead, bytes, 0, bytes.length, request.attributes.desyncMode);
      if (outcome === 'incomplete') {
        this.pending = bytes;
        return;
      }
      request.record = newRecord(request.now());
      if (outcome === 'invalid') {
        if (requestHead.desyncReason !== undefined) {
          request.connection.node.counters.DesyncMitigationMode_NonCompliant_Request_Count++;
        }
        this.refuse(requestHead.error?.status ?? 400);
        return;
      }
      this.pending = undefined;
      request.record.receivedBytes = requestHead.byteLength;
      const at = this.handleRequest(bytes, requestHead.byteLength);
      const rest: Buffer | undefined = at < bytes.length ? bytes.subarray(at) : undefined;
      if (rest === undefined) bytes = this.takePending();
      else if (this.exchange !== undefined) {
        this.keepForLater(rest);
        return;
      } else bytes = rest;
    }
  }

  private takePending(): Buffer | undefined {
    const { pending } = this;
    this.pending = undefined;
    return pending;
  }

  private onEnd(): void {
    // What was asked before the end was asked.
    this.takeTurn();
    if (this.phase === 'tunnel') this.exchange?.onClientEnded();
    else if (this.phase === 'exchanging') this.abandon();
    else if (this.phase === 'reading-head') this.socket.end();
  }

  private onClosed(): void {
    if (this.phase === 'exchanging' || this.phase === 'tunnel') this.abandon();
    this.phase = 'closed';
    this.isWaiting = false;
    this.deadlineAt = Infinity;
    this.pending = undefined;
    this.listener.onConnectionClosed(this);
  }

  /** The client has gone before its response was complete: 460 in the access log, counted with the 4XX. */
  private abandon(): void {
    const { exchange } = this;
    const status = exchange?.targetStatus;
    if (status === undefined) countOwnStatus(this.request.connection.node.counters, 460);
    exchange?.onClientGone();
    this.request.log(exchange, status ?? 460);
    this.exchange = undefined;
    this.phase = 'closing';
    this.socket.destroy();
  }

  // -- answering -----------------------------------------------------------------------------------------------------

  /** Handles the parsed request; its body may begin at `bytes[bodyStart]`. Returns where the request ends in `bytes`. */
  private handleRequest(bytes: Buffer, bodyStart: number): number {
    this.request.begin();
    const decision = route(this.request, this.listener, this.context);
    if (decision.kind === 'answer') return this.answerOver(bytes, bodyStart, decision.response);
    this.request.session = decision.session;
    return this.forward(decision.group, bytes, bodyStart);
  }

  private forward(group: TargetGroup, bytes: Buffer, bodyStart: number): number {
    const { request } = this;
    // An HTTP/1 request cannot go to an HTTP/2 or gRPC target group.
    if (group.config.protocolVersion !== 'HTTP1')
      return this.answerOver(bytes, bodyStart, errorResponse(464));
    this.phase = 'exchanging';
    const exchange = new Exchange(request, this, group, request.wantsUpgrade);
    this.exchange = exchange;
    const at = exchange.start(bytes, bodyStart, bytes.length);
    // CloudWatch's RequestCount holds only requests for which a target was chosen.
    if (exchange.target !== undefined) request.connection.node.counters.RequestCount++;
    request.record.receivedBytes += at - bodyStart;
    return at;
  }

  /** Answers without a target, skipping the body. Returns where the request ends in `bytes`. */
  private answerOver(bytes: Buffer, bodyStart: number, response: OwnResponse): number {
    const at = this.request.requestBody.take(bytes, bodyStart, bytes.length);
    this.answer(response);
    return at;
  }

  private answer(response: OwnResponse): void {
    const { request } = this;
    const keepAlive = request.keepsAliveAfterAnswer;
    request.writeOwn(response, keepAlive, request.method === 'HEAD');
    request.log(this.exchange, response.status);
    this.exchange = undefined;
    this.afterResponse(keepAlive);
  }

  /** Answers a request that could not be read, and closes: what follows on the connection cannot be trusted. */
  private refuse(status: number): void {
    this.pending = undefined;
    this.request.writeOwn(errorResponse(status), false, false);
    this.request.log(this.exchange, status);
    this.close();
  }

  private afterResponse(keepAlive: boolean): void {
    if (!keepAlive) {
      this.close();
      return;
    }
    this.phase = 'reading-head';
    this.deadlineAt = this.request.now() + this.request.attributes.idleTimeoutMs;
    this.request.resumeReading();
    const next = this.takePending();
    if (next !== undefined) this.readRequests(next);
  }

  /** Ends the connection in order: what was written is delivered, what still comes in is thrown away. */
  private close(): void {
    this.phase = 'closing';
    this.pending = undefined;
    this.deadlineAt = this.request.now() + lingerMs;
    this.socket.end();
    this.request.resumeReading();
  }
}
