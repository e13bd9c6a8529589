import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import type { ClientSide, ExchangeOwner } from '../exchange/client-side.ts';
import { Exchange } from '../exchange/exchange.ts';
import type { Http2ClientSide } from '../exchange/http2-exchange.ts';
import { Http2Exchange } from '../exchange/http2-exchange.ts';
import { BodyFraming } from '../http/body-framing.ts';
import { fieldIds } from '../http/field-names.ts';
import { writeRequestHead } from '../http/head-writer.ts';
import { RequestHead, ResponseHead } from '../http/message-head.ts';
import { parseRequestHead } from '../http/request-parser.ts';
import { fits } from '../http2/compatibility.ts';
import { http2FieldsOf } from '../http2/fields.ts';
import { isGrpc } from '../http2/grpc.ts';
import { http1RequestHead } from '../http2/request-head.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import { countOwnStatus } from '../metrics.ts';
import type { RequestRecord } from '../request-log.ts';
import { accessLogRecord, newRecord } from '../request-log.ts';
import type { OwnResponse } from '../responses.ts';
import { errorResponse } from '../responses.ts';
import type { RoutedRequest } from '../routing.ts';
import { route } from '../routing.ts';
import type { LoadBalancerAttributes } from '../listener-config.ts';
import type { Session } from '../stickiness/session.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import type { TargetPreference } from '../targets/target-choice.ts';
import type { Target } from '../targets/target.ts';
import type { ClientConnection } from './client-connection.ts';
import type { ConnectionFacts } from './connection-facts.ts';
import { forwardingFacts } from './forwarding-facts.ts';
import { Http2Response } from './http2-response.ts';

const nothing = Buffer.alloc(0);

/** The connection of a request, as the request needs it. */
export interface Http2RequestOwner {
  readonly facts: ConnectionFacts;
  readonly listener: Listener;
  readonly context: ListenerContext;
  onRequestOver(request: Http2Request): void;
}

/** One request of an HTTP/2 connection: a stream, routed by the same rules as an HTTP/1 request. */
export class Http2Request
  implements ClientSide, Http2ClientSide, ExchangeOwner, RoutedRequest, Pick<ClientConnection, 'deadlineAt'>
{
  readonly requestHead = new RequestHead();
  readonly requestBody = new BodyFraming();
  readonly responseHead = new ResponseHead();
  readonly responseBody = new BodyFraming();
  readonly record: RequestRecord;
  readonly holdsBytes = false;
  readonly readsChunks = false;
  deadlineAt: number;

  private readonly stream: ServerHttp2Stream;
  private readonly owner: Http2RequestOwner;
  private readonly response: Http2Response;
  private exchange: Exchange | Http2Exchange | undefined;
  private session: Session | undefined;
  private hasReadAll: boolean;
  private isOver = false;
  wantsTrailers = false;

  constructor(stream: ServerHttp2Stream, owner: Http2RequestOwner) {
    this.stream = stream;
    this.owner = owner;
    this.hasReadAll = stream.endAfterHeaders;
    this.deadlineAt = this.now() + this.attributes.idleTimeoutMs;
    this.record = newRecord(this.now(), 'HTTP2');
    this.response = new Http2Response(stream, this.record, owner.listener);
    stream.on('data', (chunk: Buffer) => this.onData(chunk));
    stream.pause();
    stream.on('trailers', (_headers: unknown, _flags: number, raw: readonly string[]) =>
      this.onTrailers(http2FieldsOf(raw)),
    );
    stream.on('end', () => this.onEnd());
    stream.on('drain', () => this.exchange?.onClientDrained());
    stream.on('error', () => {});
    stream.on('close', () => this.onClosed());
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

  get clientAddress(): string {
    return this.connection.client.host;
  }

  get connection(): ConnectionFacts {
    return this.owner.facts;
  }

  headerValues(lowerCasedName: string): readonly string[] {
    return this.requestHead.valuesNamed(lowerCasedName);
  }

  // -- what an exchange needs ----------------------------------------------------------------------------------------

  get attributes(): LoadBalancerAttributes {
    return this.owner.listener.config.attributes;
  }

  get isBacklogged(): boolean {
    return this.stream.writableNeedDrain;
  }

  get hasEnded(): boolean {
    return this.hasReadAll;
  }

  get preference(): TargetPreference {
    return this.session?.preference ?? this.connection.node.preference;
  }

  now(): number {
    return this.owner.context.clock.now();
  }

  pauseReading(): void {
    this.stream.pause();
  }

  resumeReading(): void {
    this.stream.resume();
  }

  headFor(target: Target): string {
    const { context, listener } = this.owner;
    this.response.sessionLines = () => this.sessionLines(target);
    const traceId = context.traceIds.header(this.requestHead.valueOf(fieldIds.traceId), this.now());
    this.record.traceId = traceId;
    const facts = forwardingFacts(listener, this.connection);
    return writeRequestHead(this.requestHead, facts, traceId, target.hostText, false);
  }

  passInterim(): void {
    this.response.sendInterim(this.responseHead.status, this.responseHead.text);
  }

  beginResponse(): void {
    this.response.sendHead(this.responseHead, this.responseBody.done);
  }

  passBody(bytes: Buffer, start: number, end: number): number {
    const body = this.responseBody;
    const consumed = body.take(bytes, start, end);
    for (let range = 0; range < body.rangeCount; range++) {
      this.response.sendData(Buffer.from(bytes.subarray(body.ranges[range * 2], body.ranges[range * 2 + 1])));
    }
    return consumed;
  }

  /** A target may not switch protocols on an HTTP/2 stream: the exchange is told not to let it. */
  openTunnel(): void {}
  passTunnel(): void {}
  onTunnelOpened(): void {}
  onTunnelClosed(): void {}

  passInterimFields(status: number, raw: readonly string[]): void {
    this.response.sendInterimFields(status, http2FieldsOf(raw));
  }

  passFields(status: number, raw: readonly string[], endsHere: boolean): void {
    this.response.sendFields(this.responseHead, status, raw, endsHere);
  }

  passData(chunk: Buffer): void {
    this.response.sendData(chunk);
  }

  passTrailers(raw: readonly string[]): void {
    this.response.end(http2FieldsOf(raw));
  }

  passEnd(): void {
    this.response.end();
  }

  // -- how it ends ---------------------------------------------------------------------------------------------------

  onExchangeDone(): void {
    this.response.end();
    this.over(this.exchange?.targetStatus);
  }

  onExchangeFailed(status: number): void {
    this.answer(errorResponse(status));
  }

  onExchangeBroken(): void {
    this.over(this.exchange?.targetStatus);
    // `close` would end the stream in order first, and a cut response would look complete.
    this.stream.destroy(new Error('the response broke off'));
  }

  onDeadline(): void {
    this.exchange?.onDeadline();
  }

  destroy(): void {
    this.stream.destroy();
  }

  // -- what the connection does with it ------------------------------------------------------------------------------

  /** Reads the head (names and values in turn) and routes the request. */
  start(raw: readonly string[]): void {
    const { listener, context } = this.owner;
    const translated = http1RequestHead(raw, !this.hasReadAll);
    if (translated.kind === 'refused') {
      this.answer(errorResponse(translated.status));
      return;
    }
    const bytes = Buffer.from(translated.text, 'latin1');
    this.record.receivedBytes = bytes.length;
    const outcome = parseRequestHead(this.requestHead, bytes, 0, bytes.length, this.attributes.desyncMode);
    if (outcome !== 'complete') {
      this.answer(errorResponse(this.requestHead.error?.status ?? 400));
      return;
    }
    this.wantsTrailers = raw.some(
      (name, index) => index % 2 === 0 && name === 'te' && raw[index + 1] === 'trailers',
    );
    if (isGrpc(this.headerValues('content-type')[0])) this.becomeGrpc();
    this.beginBody();
    const decision = route(this, listener, context);
    if (decision.kind === 'answer') this.answer(decision.response);
    else {
      this.session = decision.session;
      this.forward(decision.group);
    }
  }

  private becomeGrpc(): void {
    this.record.protocol = 'GRPC';
    this.response.isGrpc = true;
    this.connection.node.counters.GrpcRequestCount++;
  }

  private beginBody(): void {
    const { requestHead, requestBody } = this;
    if (this.hasReadAll) requestBody.begin('none');
    else if (requestHead.chunked) requestBody.begin('chunked');
    else requestBody.begin('length', requestHead.contentLength);
  }

  private forward(group: TargetGroup): void {
    const { protocolVersion } = group.config;
    if (!fits(this.record.protocol, this.method, protocolVersion)) {
      this.answer(errorResponse(464));
      return;
    }
    if (protocolVersion === 'HTTP1') {
      const exchange = new Exchange(this, this, group, false);
      this.exchange = exchange;
      exchange.start(nothing, 0, 0);
    } else {
      const exchange = new Http2Exchange(this, this, group);
      this.exchange = exchange;
      exchange.start();
    }
    if (this.exchange?.target !== undefined) this.connection.node.counters.RequestCount++;
  }

  private onData(chunk: Buffer): void {
    const { exchange } = this;
    this.record.receivedBytes += chunk.length;
    if (exchange instanceof Http2Exchange) exchange.onClientData(chunk);
    else if (exchange !== undefined) {
      const framed = this.requestHead.chunked ? chunkOf(chunk) : chunk;
      exchange.onClientBytes(framed, 0, framed.length);
    }
  }

  private onTrailers(fields: OutgoingHttpHeaders): void {
    // HTTP/1 targets do not get them: chunked trailers are dropped on that side too.
    if (this.exchange instanceof Http2Exchange) this.exchange.onClientTrailers(fields);
  }

  private onEnd(): void {
    if (this.hasReadAll) return;
    this.hasReadAll = true;
    const { exchange } = this;
    if (exchange instanceof Http2Exchange) exchange.onClientEnd();
    else if (exchange !== undefined && this.requestHead.chunked)
      exchange.onClientBytes(lastChunk, 0, lastChunk.length);
  }

  /** The stream is gone. Before its response was complete that is the client's doing: 460, as on HTTP/1. */
  private onClosed(): void {
    if (this.isOver) return;
    const status = this.exchange?.targetStatus;
    if (status === undefined) countOwnStatus(this.connection.node.counters, 460);
    this.exchange?.onClientGone();
    this.over(status ?? 460);
  }

  private answer(response: OwnResponse): void {
    countOwnStatus(this.connection.node.counters, response.status);
    this.response.sendOwn(response, this.now(), this.method === 'HEAD');
    this.over(response.status);
    // RFC 9113 section 8.1: what is left of the request is not wanted any more.
    if (!this.hasReadAll) this.stream.close(constants.NGHTTP2_NO_ERROR);
  }

  private over(status: number | undefined): void {
    if (this.isOver) return;
    this.isOver = true;
    const { listener, context } = this.owner;
    const { record, connection } = this;
    connection.node.counters.ProcessedBytes += record.receivedBytes + record.sentBytes;
    if (this.attributes.accessLogs) {
      context.log(
        accessLogRecord({
          listener: listener.config,
          connection,
          head: this.requestHead,
          record,
          exchange: this.exchange,
          status,
          nowMs: this.now(),
        }),
      );
    }
    this.deadlineAt = Infinity;
    this.exchange = undefined;
    this.owner.onRequestOver(this);
  }

  private sessionLines(target: Target): string {
    const { session, responseHead } = this;
    if (session === undefined) return '';
    const { listener, context } = this.owner;
    const setCookieFields = responseHead.valuesNamed('set-cookie');
    return session.responseLines(
      target,
      setCookieFields,
      listener.scheme === 'https',
      context.seal,
      this.now(),
    );
  }
}

const lastChunk = Buffer.from('0\r\n\r\n');

function chunkOf(data: Buffer): Buffer {
  if (data.length === 0) return nothing;
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}
