import type { BodyFraming } from './http/body-framing.ts';
import { writeInterimHead, writeResponseHead } from './http/head-writer.ts';
import type { RequestHead, ResponseHead } from './http/message-head.ts';
import { parseResponseHead } from './http/response-parser.ts';
import { countTargetStatus } from './metrics.ts';
import type { LoadBalancerAttributes } from './snapshot.ts';
import type { InFlight, Target } from './targets/target.ts';
import type { TargetGroup } from './targets/target-group.ts';
import type { UpstreamConnection, UpstreamOwner } from './targets/upstream-connection.ts';

/** Bodies up to this size travel as text in the same write as their head; larger ones are passed on as bytes. */
const maxTextBytes = 16_384;

/** The client's side of an exchange, as the exchange needs it. */
export interface ClientSide {
  readonly attributes: LoadBalancerAttributes;
  readonly requestHead: RequestHead;
  readonly requestBody: BodyFraming;
  readonly responseHead: ResponseHead;
  readonly responseBody: BodyFraming;
  /** Epoch milliseconds at which the connection is given up, or asks the exchange what to do. */
  deadlineAt: number;
  readonly isBacklogged: boolean;
  readonly isFlushed: boolean;
  /** Whether the connection may carry another request, as far as the client side goes. */
  readonly mayKeepAlive: boolean;
  now(): number;
  writeText(text: string): void;
  writeBytes(bytes: Uint8Array): void;
  cork(): void;
  uncork(): void;
  pauseReading(): void;
  resumeReading(): void;
  /** The request head for this target. */
  headFor(target: Target): string;
  /** A complete response has been written. */
  onExchangeDone(keepAlive: boolean): void;
  /** No response has begun: the load balancer answers with an error page. */
  onExchangeFailed(status: number): void;
  /** A response has begun and cannot be completed: only closing tells the client. */
  onExchangeBroken(): void;
  /** The connection is a raw pipe from here on. */
  onTunnel(): void;
  endWriting(): void;
}

type Phase = 'connecting' | 'awaiting-response' | 'responding' | 'tunnel' | 'over';

/** RFC 9110 section 9.2.2: repeating these has the same effect as sending them once. */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** One request on its way through a target: connect, send, answer, with the retries that are safe. */
export class Exchange implements UpstreamOwner, InFlight {
  target: Target | undefined;
  targetStatus: number | undefined;
  /** Epoch milliseconds; 0 until reached. */
  sentAt = 0;
  respondedAt = 0;

  private readonly client: ClientSide;
  private readonly group: TargetGroup;
  private readonly isHeadRequest: boolean;
  private readonly wantsUpgrade: boolean;
  private phase: Phase = 'connecting';
  private upstream: UpstreamConnection | undefined;
  /** The request body's bytes that came with its head. Kept until the request cannot be sent again. */
  private firstBody: Buffer | undefined;
  private tried: Set<Target> | undefined;
  private hasRetriedReuse = false;
  private partialHead: Buffer | undefined;
  private keepAlive = false;
  private upstreamIsClean = true;

  constructor(client: ClientSide, group: TargetGroup, wantsUpgrade: boolean) {
    this.client = client;
    this.group = group;
    this.wantsUpgrade = wantsUpgrade;
    this.isHeadRequest = client.requestHead.method === 'HEAD';
  }

  /** Sends the request to a target of the group. `bytes[start, end)` follows the head; returns where the body ends in it. */
  start(bytes: Buffer, start: number, end: number): number {
    const { requestBody } = this.client;
    const consumed = requestBody.take(bytes, start, end);
    if (requestBody.invalid) {
      this.phase = 'over';
      this.client.onExchangeFailed(400);
      return consumed;
    }
    if (requestBody.rangeCount > 0) this.firstBody = copyRanges(bytes, requestBody);
    const target = this.group.choose(this.client.now());
    if (target === undefined) {
      this.phase = 'over';
      this.client.onExchangeFailed(503);
      return consumed;
    }
    this.group.countRequest();
    this.sendTo(target);
    return consumed;
  }

  /** More of the request body. Returns where the body ends in `bytes[start, end)`. */
  onClientBytes(bytes: Buffer, start: number, end: number): number {
    const { client, upstream } = this;
    if (upstream === undefined) return start;
    client.deadlineAt = client.now() + client.attributes.idleTimeoutMs;
    if (this.phase === 'tunnel') {
      upstream.writeBytes(bytes.subarray(start, end));
      if (upstream.isBacklogged) client.pauseReading();
      return end;
    }
    const { requestBody } = client;
    const consumed = requestBody.take(bytes, start, end);
    this.firstBody = undefined;
    for (let range = 0; range < requestBody.rangeCount; range++) {
      upstream.writeBytes(bytes.subarray(requestBody.ranges[range * 2], requestBody.ranges[range * 2 + 1]));
    }
    if (requestBody.invalid) this.fail(400);
    else if (upstream.isBacklogged) client.pauseReading();
    return consumed;
  }

  onClientDrained(): void {
    if (this.phase === 'responding' || this.phase === 'tunnel') this.upstream?.resume();
  }

  /** The client is gone: what it asked for is of no use any more. */
  onClientGone(): void {
    this.leave();
  }

  /** The client sends nothing more into a tunnel. */
  onClientEnded(): void {
    this.upstream?.end();
  }

  /** The deregistration delay has passed. */
  cut(): void {
    if (this.phase === 'connecting' || this.phase === 'awaiting-response') this.fail(502);
    else this.break();
  }

  /** The client connection's deadline has passed in whatever phase this is. */
  onDeadline(): void {
    switch (this.phase) {
      case 'connecting':
        this.group.counters.TargetConnectionErrorCount++;
        this.fail(504);
        break;
      case 'awaiting-response':
        this.fail(this.client.requestBody.done ? 504 : 408);
        break;
      case 'responding':
      case 'tunnel':
        this.break();
        break;
      case 'over':
        break;
    }
  }

  onUpstreamConnected(): void {
    this.sendRequest();
  }

  onUpstreamDrained(): void {
    if (this.phase === 'tunnel' || !this.client.requestBody.done) this.client.resumeReading();
  }

  onUpstreamBytes(bytes: Buffer, end: number): void {
    const { client } = this;
    const now = client.now();
    client.deadlineAt = now + client.attributes.idleTimeoutMs;
    if (this.phase === 'tunnel') {
      this.passToClient(bytes, 0, end);
      return;
    }
    if (this.phase === 'responding') {
      this.onBodyBytes(bytes, 0, end, '');
      return;
    }
    if (this.phase !== 'awaiting-response') return;
    if (this.partialHead === undefined) this.onHeadBytes(bytes, end, now);
    else {
      const joined = Buffer.concat([this.partialHead, bytes.subarray(0, end)]);
      this.partialHead = undefined;
      this.onHeadBytes(joined, joined.length, now);
    }
  }

  onUpstreamClosed(error: NodeJS.ErrnoException | undefined): void {
    const { upstream } = this;
    this.upstream = undefined;
    switch (this.phase) {
      case 'connecting':
        this.onConnectFailed(error);
        break;
      case 'awaiting-response':
        if (this.canSendAgain(upstream)) {
          this.hasRetriedReuse = true;
          this.connect(false);
        } else {
          this.group.counters.TargetConnectionErrorCount++;
          this.fail(502);
        }
        break;
      case 'responding':
        if (this.client.responseBody.framing === 'until-close' && error === undefined) this.finish();
        else this.break();
        break;
      case 'tunnel':
        this.phase = 'over';
        this.leave();
        this.client.endWriting();
        break;
      case 'over':
        break;
    }
  }

  private sendTo(target: Target): void {
    this.target = target;
    target.begin(this);
    this.connect(true);
  }

  private connect(mayReuse: boolean): void {
    const { client, target } = this;
    if (target === undefined) return;
    this.phase = 'connecting';
    const idle = mayReuse ? target.takeIdle(this) : undefined;
    if (idle !== undefined) {
      this.upstream = idle;
      this.sendRequest();
      return;
    }
    client.deadlineAt = client.now() + client.attributes.connectTimeoutMs;
    if (!client.requestBody.done) client.pauseReading();
    // Packets that a security group drops get no answer: only the connect timeout ends the wait.
    if (target.config.reachable.allowed) this.upstream = target.connect(this);
  }

  private sendRequest(): void {
    const { client, upstream, target, firstBody } = this;
    if (upstream === undefined || target === undefined) return;
    this.phase = 'awaiting-response';
    this.sentAt = client.now();
    client.deadlineAt = this.sentAt + client.attributes.idleTimeoutMs;
    const head = client.headFor(target);
    if (firstBody === undefined) upstream.writeText(head);
    else if (firstBody.length <= maxTextBytes) upstream.writeText(head + firstBody.toString('latin1'));
    else {
      upstream.writeText(head);
      upstream.writeBytes(firstBody);
    }
    if (upstream.isBacklogged) client.pauseReading();
    else if (!client.requestBody.done) client.resumeReading();
  }

  /** A reused connection may have been closed by the target before it saw the request. */
  private canSendAgain(upstream: UpstreamConnection | undefined): boolean {
    return (
      upstream?.wasUsed === true &&
      !this.hasRetriedReuse &&
      this.partialHead === undefined &&
      this.client.requestBody.done &&
      (this.firstBody !== undefined || this.client.requestBody.framing === 'none') &&
      idempotentMethods.has(this.client.requestHead.method)
    );
  }

  /** Nothing has been sent, so another target may be asked; without one it is ALB's 502. */
  private onConnectFailed(error: NodeJS.ErrnoException | undefined): void {
    const failed = this.target;
    if (failed === undefined) return;
    if (failed.isSecure && error?.code !== 'ECONNREFUSED')
      this.group.counters.TargetTLSNegotiationErrorCount++;
    this.group.counters.TargetConnectionErrorCount++;
    this.tried ??= new Set();
    this.tried.add(failed);
    const other = this.group.choose(this.client.now(), this.tried);
    if (other === undefined) {
      this.fail(error?.code === 'ETIMEDOUT' ? 504 : 502);
      return;
    }
    failed.finish(this);
    this.sendTo(other);
  }

  private onHeadBytes(bytes: Buffer, end: number, now: number): void {
    const { client } = this;
    const head = client.responseHead;
    let at = 0;
    for (;;) {
      const outcome = parseResponseHead(head, bytes, at, end);
      if (outcome === 'incomplete') {
        if (at < end) this.partialHead = Buffer.from(bytes.subarray(at, end));
        return;
      }
      if (outcome === 'invalid') {
        this.fail(502);
        return;
      }
      at += head.byteLength;
      if (head.status >= 200) break;
      if (head.status === 101) {
        if (this.wantsUpgrade) this.openTunnel(bytes, at, end);
        else this.fail(502);
        return;
      }
      if (client.requestHead.minorVersion === 1) client.writeText(writeInterimHead(head));
    }
    this.beginResponse(now);
    this.onBodyBytes(bytes, at, end, this.responseHeadText());
  }

  private beginResponse(now: number): void {
    const { client } = this;
    const head = client.responseHead;
    this.phase = 'responding';
    this.respondedAt = now;
    this.targetStatus = head.status;
    this.firstBody = undefined;
    countTargetStatus(this.group.counters, head.status);
    this.group.responseTimes.add((now - this.sentAt) / 1000);

    const { responseBody } = client;
    // RFC 9112 section 6.3, in its order.
    if (this.isHeadRequest || head.status === 204 || head.status === 304) responseBody.begin('none');
    else if (head.chunked) responseBody.begin('chunked', 0, client.requestHead.minorVersion === 0);
    else if (head.contentLength !== -1) responseBody.begin('length', head.contentLength);
    else responseBody.begin('until-close');
    const clientNeedsClose =
      responseBody.framing === 'until-close' ||
      (responseBody.framing === 'chunked' && client.requestHead.minorVersion === 0);
    this.keepAlive = !clientNeedsClose && client.requestBody.done && client.mayKeepAlive;
    this.upstreamIsClean = head.keepsAlive && !head.framingDoubt && responseBody.framing !== 'until-close';
  }

  private responseHeadText(): string {
    const { requestHead, responseHead } = this.client;
    return writeResponseHead(
      responseHead,
      this.keepAlive,
      responseHead.chunked && requestHead.minorVersion === 0,
    );
  }

  /** Passes `bytes[start, end)` of the response body on, after `head` when that has not been written yet. */
  private onBodyBytes(bytes: Buffer, start: number, end: number, head: string): void {
    const { client, upstream } = this;
    const body = client.responseBody;
    const consumed = body.take(bytes, start, end);
    if (end - start <= maxTextBytes) {
      let text = head;
      for (let range = 0; range < body.rangeCount; range++) {
        text += bytes.toString('latin1', body.ranges[range * 2], body.ranges[range * 2 + 1]);
      }
      if (text !== '') client.writeText(text);
    } else {
      client.cork();
      if (head !== '') client.writeText(head);
      for (let range = 0; range < body.rangeCount; range++) {
        client.writeBytes(bytes.subarray(body.ranges[range * 2], body.ranges[range * 2 + 1]));
      }
      client.uncork();
      if (!client.isFlushed) upstream?.keepReadBuffer();
    }
    if (body.invalid) this.break();
    else if (body.done) {
      if (consumed < end) this.upstreamIsClean = false;
      this.finish();
    } else if (client.isBacklogged) upstream?.pause();
  }

  private openTunnel(bytes: Buffer, start: number, end: number): void {
    const { client } = this;
    this.phase = 'tunnel';
    this.targetStatus = 101;
    this.respondedAt = client.now();
    countTargetStatus(this.group.counters, 101);
    this.group.responseTimes.add((this.respondedAt - this.sentAt) / 1000);
    client.writeText(writeInterimHead(client.responseHead));
    if (start < end) this.passToClient(bytes, start, end);
    client.onTunnel();
  }

  private passToClient(bytes: Buffer, start: number, end: number): void {
    const { client } = this;
    client.writeBytes(bytes.subarray(start, end));
    if (!client.isFlushed) this.upstream?.keepReadBuffer();
    if (client.isBacklogged) this.upstream?.pause();
  }

  private finish(): void {
    const { client, upstream, target } = this;
    this.phase = 'over';
    this.upstream = undefined;
    if (upstream !== undefined && target !== undefined) {
      if (this.upstreamIsClean && client.requestBody.done) target.release(upstream);
      else upstream.destroy();
    }
    target?.finish(this);
    client.onExchangeDone(this.keepAlive && client.requestBody.done);
  }

  private fail(status: number): void {
    if (this.phase === 'responding' || this.phase === 'tunnel') {
      this.break();
      return;
    }
    this.leave();
    this.client.onExchangeFailed(status);
  }

  private break(): void {
    this.leave();
    this.client.onExchangeBroken();
  }

  private leave(): void {
    const { upstream, target } = this;
    this.phase = 'over';
    this.upstream = undefined;
    upstream?.destroy();
    target?.finish(this);
  }
}

function copyRanges(bytes: Buffer, body: BodyFraming): Buffer {
  if (body.rangeCount === 1) return Buffer.from(bytes.subarray(body.ranges[0], body.ranges[1]));
  const parts: Buffer[] = [];
  for (let range = 0; range < body.rangeCount; range++) {
    parts.push(bytes.subarray(body.ranges[range * 2], body.ranges[range * 2 + 1]));
  }
  return Buffer.concat(parts);
}
