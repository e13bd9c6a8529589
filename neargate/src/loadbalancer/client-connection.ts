import type { Socket } from 'node:net';
import type { ClientSide } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { BodyFraming } from './http/body-framing.ts';
import { fieldIds } from './http/field-names.ts';
import type { ForwardingFacts } from './http/head-writer.ts';
import { writeRequestHead } from './http/head-writer.ts';
import { RequestHead, ResponseHead } from './http/message-head.ts';
import { parseRequestHead } from './http/request-parser.ts';
import type { Listener, ListenerContext } from './listener.ts';
import { countOwnStatus } from './metrics.ts';
import type { RequestRecord } from './request-log.ts';
import { accessLogRecord, newRecord } from './request-log.ts';
import type { OwnResponse } from './responses.ts';
import { errorResponse, fixedResponse, redirectResponse, serializeResponse } from './responses.ts';
import { chooseTargetGroup, redirectLocation } from './rules/actions.ts';
import type { RuleSubject } from './rules/conditions.ts';
import { matchRule } from './rules/match.ts';
import type { ForwardAction, ListenerConfig, LoadBalancerAttributes } from './snapshot.ts';
import type { Target } from './targets/target.ts';

/** ALB answers 463 to more addresses in X-Forwarded-For than this. */
const maxForwardedAddresses = 30;
/** How long a connection that is being closed may take to take its last bytes and close its own side. */
const lingerMs = 5_000;
/** A head line this long is refused even when its end has not come. */
const maxUnreadHeadBytes = 16_384;

type Phase = 'reading-head' | 'exchanging' | 'tunnel' | 'closing' | 'closed';

/** One connection from a client: requests are read, routed and answered strictly one after the other. */
export class ClientConnection implements ClientSide, RuleSubject {
  readonly requestHead = new RequestHead();
  readonly requestBody = new BodyFraming();
  readonly responseHead = new ResponseHead();
  readonly responseBody = new BodyFraming();
  readonly clientAddress: string;
  readonly clientPort: number;
  deadlineAt: number;
  record: RequestRecord;

  private readonly socket: Socket;
  private readonly listener: Listener;
  private readonly context: ListenerContext;
  private readonly openedAt: number;
  private phase: Phase = 'reading-head';
  private exchange: Exchange | undefined;
  /** Bytes received but not yet used: a head not yet complete, or the next request. */
  private pending: Buffer | undefined;
  private isPaused = false;
  private forwarding: { config: ListenerConfig; facts: ForwardingFacts } | undefined;
  private isLastRequest = false;

  constructor(socket: Socket, listener: Listener, context: ListenerContext) {
    this.socket = socket;
    this.listener = listener;
    this.context = context;
    this.clientAddress = withoutMapping(socket.remoteAddress ?? '');
    this.clientPort = socket.remotePort ?? 0;
    this.openedAt = this.now();
    this.deadlineAt = this.openedAt + this.attributes.idleTimeoutMs;
    this.record = newRecord(this.openedAt);
    socket.on('data', (chunk: Buffer) => this.onBytes(chunk));
    socket.on('drain', () => this.exchange?.onClientDrained());
    socket.on('end', () => this.onEnd());
    // Every error is followed by 'close', which is where it is dealt with.
    socket.on('error', () => {});
    socket.on('close', () => this.onClosed());
  }

  // -- what rules see ------------------------------------------------------------------------------------------------

  get method(): string {
    return this.requestHead.method;
  }

  get pathAndQuery(): string {
    return this.requestHead.pathAndQuery;
  }

  get host(): string | undefined {
    return this.requestHead.valueOf(fieldIds.host);
  }

  headerValues(lowerCasedName: string): readonly string[] {
    return this.requestHead.valuesNamed(lowerCasedName);
  }

  // -- what an exchange needs ----------------------------------------------------------------------------------------

  get attributes(): LoadBalancerAttributes {
    return this.listener.config.attributes;
  }

  get isBacklogged(): boolean {
    return this.socket.writableNeedDrain && this.socket.writableLength > 0;
  }

  get isFlushed(): boolean {
    return this.socket.writableLength === 0;
  }

  get mayKeepAlive(): boolean {
    return (
      !this.isLastRequest &&
      this.requestHead.wantsKeepAlive &&
      !this.requestHead.framingDoubt &&
      this.now() - this.openedAt < this.attributes.clientKeepAliveMs
    );
  }

  now(): number {
    return this.context.clock.now();
  }

  writeText(text: string): void {
    this.record.sentBytes += text.length;
    this.socket.write(text, 'latin1');
  }

  writeBytes(bytes: Uint8Array): void {
    this.record.sentBytes += bytes.length;
    this.socket.write(bytes);
  }

  cork(): void {
    this.socket.cork();
  }

  uncork(): void {
    this.socket.uncork();
  }

  pauseReading(): void {
    if (this.isPaused) return;
    this.isPaused = true;
    this.socket.pause();
  }

  resumeReading(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.socket.resume();
  }

  headFor(target: Target): string {
    const traceId = this.context.traceIds.header(this.requestHead.valueOf(fieldIds.traceId), this.now());
    this.record.traceId = traceId;
    return writeRequestHead(this.requestHead, this.facts(), traceId, target.hostText, this.wantsUpgrade);
  }

  onExchangeDone(keepAlive: boolean): void {
    this.logRequest(this.responseHead.status);
    this.exchange = undefined;
    this.afterResponse(keepAlive);
  }

  onExchangeFailed(status: number): void {
    this.answer(errorResponse(status));
  }

  onExchangeBroken(): void {
    this.logRequest(this.exchange?.targetStatus);
    this.exchange = undefined;
    this.socket.destroy();
  }

  onTunnel(): void {
    this.phase = 'tunnel';
    const early = this.pending;
    this.pending = undefined;
    if (early !== undefined) this.exchange?.onClientBytes(early, 0, early.length);
    this.resumeReading();
  }

  endWriting(): void {
    this.logRequest(this.exchange?.targetStatus);
    this.exchange = undefined;
    this.close();
  }

  // -- what the listener and the deadlines do --------------------------------------------------------------------------

  /** Closes after the request at hand; at once when there is none. */
  shutDown(): void {
    this.isLastRequest = true;
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

  // -- reading ---------------------------------------------------------------------------------------------------------

  private onBytes(chunk: Buffer): void {
    switch (this.phase) {
      case 'reading-head':
        if (this.pending === undefined) this.readRequests(chunk);
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

  private onExchangeBytes(chunk: Buffer): void {
    const { exchange } = this;
    let at = 0;
    if (exchange !== undefined && (this.phase === 'tunnel' || !this.requestBody.done)) {
      at = exchange.onClientBytes(chunk, 0, chunk.length);
    }
    this.record.receivedBytes += at;
    if (at < chunk.length && this.phase === 'exchanging') this.keepForLater(chunk.subarray(at));
  }

  /** The next request came before this one was answered: it waits, and no more is read meanwhile. */
  private keepForLater(bytes: Buffer): void {
    this.pending = this.pending === undefined ? bytes : Buffer.concat([this.pending, bytes]);
    this.pauseReading();
  }

  /** Reads as many requests as are complete and can be answered at once. */
  private readRequests(received: Buffer): void {
    let bytes: Buffer | undefined = received;
    while (bytes !== undefined && this.phase === 'reading-head') {
      const outcome = parseRequestHead(this.requestHead, bytes, 0, bytes.length, this.attributes.desyncMode);
      if (outcome === 'incomplete') {
        this.pending = bytes;
        return;
      }
      this.record = newRecord(this.now());
      if (outcome === 'invalid') {
        this.refuse(this.requestHead.error?.status ?? 400);
        return;
      }
      this.pending = undefined;
      this.record.receivedBytes = this.requestHead.byteLength;
      const at = this.handleRequest(bytes, this.requestHead.byteLength);
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
    if (this.phase === 'tunnel') this.exchange?.onClientEnded();
    else if (this.phase === 'exchanging') this.abandon();
    else if (this.phase === 'reading-head') this.socket.end();
  }

  private onClosed(): void {
    if (this.phase === 'exchanging' || this.phase === 'tunnel') this.abandon();
    this.phase = 'closed';
    this.deadlineAt = Infinity;
    this.pending = undefined;
    this.listener.onConnectionClosed(this);
  }

  /** The client has gone before its response was complete: 460 in the access log, counted with the 4XX. */
  private abandon(): void {
    const { exchange } = this;
    const status = exchange?.targetStatus;
    if (status === undefined) countOwnStatus(this.listener.counters, 460);
    exchange?.onClientGone();
    this.logRequest(status ?? 460);
    this.exchange = undefined;
    this.phase = 'closing';
    this.socket.destroy();
  }

  // -- routing -----------------------------------------------------------------------------------------------------------

  /** Routes the parsed request; its body may begin at `bytes[bodyStart]`. Returns where the request ends in `bytes`. */
  private handleRequest(bytes: Buffer, bodyStart: number): number {
    const { requestHead, requestBody, listener } = this;
    if (requestHead.chunked) requestBody.begin('chunked');
    else if (requestHead.contentLength > 0) requestBody.begin('length', requestHead.contentLength);
    else requestBody.begin('none');
    if (requestHead.framingDoubt) listener.counters.DesyncMitigationMode_NonCompliant_Request_Count++;
    this.countInvalidFieldNames();

    if (requestHead.method === 'TRACE') return this.answerOver(bytes, bodyStart, errorResponse(405));
    if (this.hasTooManyForwardedAddresses()) return this.answerOver(bytes, bodyStart, errorResponse(463));

    const index = matchRule(listener.rules, this);
    const rule = listener.rules[index];
    listener.counters.RuleEvaluations += index + 1;
    if (rule === undefined) return this.answerOver(bytes, bodyStart, errorResponse(503));
    this.record.priority = rule.priority;
    this.record.action = rule.action.type;
    switch (rule.action.type) {
      case 'forward':
        return this.forward(rule.action, bytes, bodyStart);
      case 'redirect': {
        const location = redirectLocation(rule.action, {
          scheme: listener.scheme,
          host: this.host,
          listenerPort: listener.config.port,
          pathAndQuery: this.pathAndQuery,
        });
        listener.counters.HTTP_Redirect_Count++;
        this.record.redirectUrl = location;
        return this.answerOver(bytes, bodyStart, redirectResponse(rule.action.statusCode, location));
      }
      case 'fixed-response': {
        const { statusCode, contentType, messageBody } = rule.action;
        listener.counters.HTTP_Fixed_Response_Count++;
        return this.answerOver(bytes, bodyStart, fixedResponse(statusCode, contentType, messageBody));
      }
    }
  }

  private forward(action: ForwardAction, bytes: Buffer, bodyStart: number): number {
    const arn = chooseTargetGroup(action, this.context.random);
    const group = arn === undefined ? undefined : this.context.targetGroup(arn);
    if (group === undefined) return this.answerOver(bytes, bodyStart, errorResponse(503));
    this.record.targetGroupArn = group.config.arn;
    // An HTTP/1 request cannot go to an HTTP/2 or gRPC target group.
    if (group.config.protocolVersion !== 'HTTP1')
      return this.answerOver(bytes, bodyStart, errorResponse(464));
    this.phase = 'exchanging';
    const exchange = new Exchange(this, group, this.wantsUpgrade);
    this.exchange = exchange;
    const at = exchange.start(bytes, bodyStart, bytes.length);
    // CloudWatch's RequestCount holds only requests for which a target was chosen.
    if (exchange.target !== undefined) this.listener.counters.RequestCount++;
    this.record.receivedBytes += at - bodyStart;
    return at;
  }

  private get wantsUpgrade(): boolean {
    const { requestHead } = this;
    return (
      requestHead.connectionUpgrade &&
      requestHead.minorVersion === 1 &&
      requestHead.valueOf(fieldIds.upgrade)?.toLowerCase() === 'websocket'
    );
  }

  /** The same for every request until the listener's configuration changes. */
  private facts(): ForwardingFacts {
    const { config } = this.listener;
    if (this.forwarding?.config === config) return this.forwarding.facts;
    const { attributes } = config;
    const facts: ForwardingFacts = {
      clientAddress: this.clientAddress,
      clientPort: this.clientPort,
      scheme: this.listener.scheme,
      listenerPort: config.port,
      xffMode: attributes.xffMode,
      xffClientPort: attributes.xffClientPort,
      preserveHost: attributes.preserveHost,
      dropInvalidHeaders: attributes.dropInvalidHeaders,
    };
    this.forwarding = { config, facts };
    return facts;
  }

  private hasTooManyForwardedAddresses(): boolean {
    if (this.requestHead.indexOf(fieldIds.forwardedFor) === -1) return false;
    return this.headerValues('x-forwarded-for').join(',').split(',').length > maxForwardedAddresses;
  }

  private countInvalidFieldNames(): void {
    if (!this.requestHead.hasInvalidFieldNames) return;
    if (this.attributes.dropInvalidHeaders) this.listener.counters.DroppedInvalidHeaderRequestCount++;
    else this.listener.counters.ForwardedInvalidHeaderRequestCount++;
  }

  // -- answering ---------------------------------------------------------------------------------------------------------

  /** Answers without a target, skipping the body. Returns where the request ends in `bytes`. */
  private answerOver(bytes: Buffer, bodyStart: number, response: OwnResponse): number {
    const at = this.requestBody.take(bytes, bodyStart, bytes.length);
    this.answer(response);
    return at;
  }

  private answer(response: OwnResponse): void {
    const isBodyRead = this.requestBody.done && !this.requestBody.invalid;
    const keepAlive = isBodyRead && this.mayKeepAlive;
    this.write(response, keepAlive, this.method === 'HEAD');
    this.exchange = undefined;
    this.afterResponse(keepAlive);
  }

  /** Answers a request that could not be read, and closes: what follows on the connection cannot be trusted. */
  private refuse(status: number): void {
    this.pending = undefined;
    this.write(errorResponse(status), false, false);
    this.close();
  }

  private write(response: OwnResponse, keepAlive: boolean, headOnly: boolean): void {
    countOwnStatus(this.listener.counters, response.status);
    this.writeBytes(
      serializeResponse(response, {
        nowMs: this.now(),
        keepAlive,
        serverHeader: this.attributes.serverHeader,
        headOnly,
      }),
    );
    this.logRequest(response.status);
  }

  private afterResponse(keepAlive: boolean): void {
    if (!keepAlive) {
      this.close();
      return;
    }
    this.phase = 'reading-head';
    this.deadlineAt = this.now() + this.attributes.idleTimeoutMs;
    this.resumeReading();
    const next = this.takePending();
    if (next !== undefined) this.readRequests(next);
  }

  /** Ends the connection in order: what was written is delivered, what still comes in is thrown away. */
  private close(): void {
    this.phase = 'closing';
    this.pending = undefined;
    this.deadlineAt = this.now() + lingerMs;
    this.socket.end();
    this.resumeReading();
  }

  private logRequest(status: number | undefined): void {
    const { record, listener } = this;
    listener.counters.ProcessedBytes += record.receivedBytes + record.sentBytes;
    if (!this.attributes.accessLogs) return;
    this.context.log(
      accessLogRecord({
        listener: listener.config,
        client: { host: this.clientAddress, port: this.clientPort },
        head: this.requestHead,
        record,
        exchange: this.exchange,
        status,
        nowMs: this.now(),
      }),
    );
  }
}

/** An IPv4 client on a dual-stack socket is shown as `::ffff:192.0.2.7`. */
function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
