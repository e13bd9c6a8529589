import type { Socket } from 'node:net';
import type { ClientSide } from '../exchange/client-side.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { BodyFraming } from '../http/body-framing.ts';
import { fieldIds } from '../http/field-names.ts';
import type { ForwardingFacts } from '../http/head-writer.ts';
import { writeInterimHead, writeRequestHead, writeResponseHead } from '../http/head-writer.ts';
import { RequestHead, ResponseHead } from '../http/message-head.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import { countOwnStatus } from '../metrics.ts';
import type { RequestRecord } from '../request-log.ts';
import { accessLogRecord, newRecord } from '../request-log.ts';
import type { OwnResponse } from '../responses.ts';
import { serializeResponse } from '../responses.ts';
import type { RoutedRequest } from '../routing.ts';
import type { ListenerConfig, LoadBalancerAttributes } from '../listener-config.ts';
import type { Session } from '../stickiness/session.ts';
import type { TargetPreference } from '../targets/target-choice.ts';
import type { Target } from '../targets/target.ts';
import type { ConnectionFacts } from './connection-facts.ts';
import { forwardingFacts } from './forwarding-facts.ts';

/** Bodies up to this size travel as text in the same write as their head; larger ones are passed on as bytes. */
const maxTextBytes = 16_384;

/**
 * The request an HTTP/1 connection is at: what rules see of it, and how its response is written. One object serves all
 * requests of a connection, one after the other.
 */
export class Http1Request implements ClientSide, RoutedRequest {
  readonly requestHead = new RequestHead();
  readonly requestBody = new BodyFraming();
  readonly responseHead = new ResponseHead();
  readonly responseBody = new BodyFraming();
  record: RequestRecord;
  deadlineAt: number;
  /** Set when the connection shall not take another request. */
  isLast = false;
  holdsBytes = false;

  private readonly socket: Socket;
  private readonly listener: Listener;
  private readonly context: ListenerContext;
  readonly connection: ConnectionFacts;
  /** What stickiness says of the request; undefined where it is off. */
  session: Session | undefined;
  private readonly openedAt: number;
  private isPaused = false;
  private keepsConnection = false;
  private unsentHead = '';
  private target: Target | undefined;
  private forwarding: { config: ListenerConfig; facts: ForwardingFacts } | undefined;

  constructor(socket: Socket, connection: ConnectionFacts, listener: Listener, context: ListenerContext) {
    this.socket = socket;
    this.connection = connection;
    this.listener = listener;
    this.context = context;
    this.openedAt = this.now();
    this.deadlineAt = this.openedAt + this.attributes.idleTimeoutMs;
    this.record = newRecord(this.openedAt);
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

  get readsChunks(): boolean {
    return this.requestHead.minorVersion === 1;
  }

  /** Whether the client asks for a protocol that passes through: WebSocket is the only one, as on ALB. */
  get wantsUpgrade(): boolean {
    const { requestHead } = this;
    return (
      requestHead.connectionUpgrade &&
      requestHead.minorVersion === 1 &&
      requestHead.valueOf(fieldIds.upgrade)?.toLowerCase() === 'websocket'
    );
  }

  now(): number {
    return this.context.clock.now();
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

  get preference(): TargetPreference {
    return this.session?.preference ?? this.connection.node.preference;
  }

  headFor(target: Target): string {
    this.target = target;
    const traceId = this.context.traceIds.header(this.requestHead.valueOf(fieldIds.traceId), this.now());
    this.record.traceId = traceId;
    return writeRequestHead(this.requestHead, this.facts(), traceId, target.hostText, this.wantsUpgrade);
  }

  passInterim(): void {
    // HTTP/1.0 knows no interim responses (RFC 9110 section 15.2).
    if (this.requestHead.minorVersion === 1) this.writeText(writeInterimHead(this.responseHead));
  }

  beginResponse(): void {
    const { requestHead, responseHead, responseBody } = this;
    const unwrapsChunks = responseBody.framing === 'chunked' && requestHead.minorVersion === 0;
    const needsClose = responseBody.framing === 'until-close' || unwrapsChunks;
    this.keepsConnection = !needsClose && this.requestBody.done && this.mayKeepAlive;
    this.unsentHead = writeResponseHead(
      responseHead,
      this.keepsConnection,
      responseHead.chunked && requestHead.minorVersion === 0,
      this.listener.responseFields,
      this.sessionLines(),
    );
  }

  passBody(bytes: Buffer, start: number, end: number): number {
    const body = this.responseBody;
    const consumed = body.take(bytes, start, end);
    const head = this.unsentHead;
    this.unsentHead = '';
    this.holdsBytes = false;
    if (end - start <= maxTextBytes) {
      let text = head;
      for (let range = 0; range < body.rangeCount; range++) {
        text += bytes.toString('latin1', body.ranges[range * 2], body.ranges[range * 2 + 1]);
      }
      if (text !== '') this.writeText(text);
      return consumed;
    }
    this.socket.cork();
    if (head !== '') this.writeText(head);
    for (let range = 0; range < body.rangeCount; range++) {
      this.writeBytes(bytes.subarray(body.ranges[range * 2], body.ranges[range * 2 + 1]));
    }
    this.socket.uncork();
    this.holdsBytes = this.socket.writableLength > 0;
    return consumed;
  }

  openTunnel(): void {
    this.writeText(writeInterimHead(this.responseHead));
  }

  passTunnel(bytes: Buffer, start: number, end: number): void {
    this.writeBytes(bytes.subarray(start, end));
    this.holdsBytes = this.socket.writableLength > 0;
  }

  // -- what the connection does with it --------------------------------------------------------------------------------

  /** Begins the request whose head has just been read. */
  begin(): void {
    const { requestHead, requestBody } = this;
    this.keepsConnection = false;
    this.session = undefined;
    if (requestHead.chunked) requestBody.begin('chunked');
    else if (requestHead.contentLength > 0) requestBody.begin('length', requestHead.contentLength);
    else requestBody.begin('none');
  }

  /** Whether the connection may carry another request after the target's response. */
  get keepsAliveAfterResponse(): boolean {
    return this.keepsConnection && this.requestBody.done;
  }

  /** Whether it may after an answer of the load balancer's own. */
  get keepsAliveAfterAnswer(): boolean {
    return this.requestBody.done && !this.requestBody.invalid && this.mayKeepAlive;
  }

  /** Writes a response of the load balancer's own. */
  writeOwn(response: OwnResponse, keepAlive: boolean, headOnly: boolean): void {
    countOwnStatus(this.connection.node.counters, response.status);
    this.writeBytes(
      serializeResponse(response, {
        nowMs: this.now(),
        keepAlive,
        serverHeader: this.attributes.serverHeader,
        addedLines: this.listener.responseFields.lines,
        headOnly,
      }),
    );
  }

  log(exchange: Exchange | undefined, status: number | undefined): void {
    const { record, listener, connection } = this;
    connection.node.counters.ProcessedBytes += record.receivedBytes + record.sentBytes;
    if (!this.attributes.accessLogs) return;
    this.context.log(
      accessLogRecord({
        listener: listener.config,
        connection,
        head: this.requestHead,
        record,
        exchange,
        status,
        nowMs: this.now(),
      }),
    );
  }

  private get mayKeepAlive(): boolean {
    return (
      !this.isLast &&
      this.requestHead.wantsKeepAlive &&
      !this.requestHead.framingDoubt &&
      this.now() - this.openedAt < this.attributes.clientKeepAliveMs
    );
  }

  private writeText(text: string): void {
    this.record.sentBytes += text.length;
    this.socket.write(text, 'latin1');
  }

  private writeBytes(bytes: Uint8Array): void {
    this.record.sentBytes += bytes.length;
    this.socket.write(bytes);
  }

  private sessionLines(): string {
    const { session, target, listener, context } = this;
    if (session === undefined || target === undefined) return '';
    const setCookieFields = this.responseHead.valuesNamed('set-cookie');
    return session.responseLines(
      target,
      setCookieFields,
      listener.scheme === 'https',
      context.seal,
      this.now(),
    );
  }

  /** The same for every request until the listener's configuration changes. */
  private facts(): ForwardingFacts {
    const { config } = this.listener;
    if (this.forwarding?.config === config) return this.forwarding.facts;
    const facts = forwardingFacts(this.listener, this.connection);
    this.forwarding = { config, facts };
    return facts;
  }
}
