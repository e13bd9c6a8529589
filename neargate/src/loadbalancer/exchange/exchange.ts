import type { InFlight, Target } from '../targets/target.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import type { UpstreamConnection, UpstreamOwner } from '../targets/upstream-connection.ts';
import type { ClientSide, ExchangeOwner } from './client-side.ts';
import { maySendAgain } from './resending.ts';
import { ResponseRelay } from './response-relay.ts';

/** Bodies up to this size travel as text in the same write as their head; larger ones are passed on as bytes. */
const maxTextBytes = 16_384;

type Phase = 'connecting' | 'awaiting-response' | 'responding' | 'tunnel' | 'over';

/** One request on its way through an HTTP/1.1 target: connect, send, answer, with the retries that are safe. */
export class Exchange implements UpstreamOwner, InFlight {
  target: Target | undefined;
  targetStatus: number | undefined;
  /** Epoch milliseconds; 0 until reached. */
  sentAt = 0;
  respondedAt = 0;

  private readonly client: ClientSide;
  private readonly owner: ExchangeOwner;
  private readonly group: TargetGroup;
  private readonly relay: ResponseRelay;
  private phase: Phase = 'connecting';
  private upstream: UpstreamConnection | undefined;
  /** The request body's bytes that came with its head. Kept until the request cannot be sent again. */
  private firstBody: Buffer | undefined;
  private tried: Set<Target> | undefined;
  private hasRetriedReuse = false;

  constructor(client: ClientSide, owner: ExchangeOwner, group: TargetGroup, mayUpgrade: boolean) {
    this.client = client;
    this.owner = owner;
    this.group = group;
    this.relay = new ResponseRelay(client, mayUpgrade);
  }

  /** Sends the request to a target of the group. `bytes[start, end)` follows the head; returns where the body ends in it. */
  start(bytes: Buffer, start: number, end: number): number {
    const { requestBody } = this.client;
    const consumed = requestBody.take(bytes, start, end);
    if (requestBody.invalid) {
      this.phase = 'over';
      this.owner.onExchangeFailed(400);
      return consumed;
    }
    if (requestBody.rangeCount > 0) this.firstBody = requestBody.copyFrom(bytes);
    const target = this.group.choose(this.client.now(), this.client.preference);
    if (target === undefined) {
      this.phase = 'over';
      this.owner.onExchangeFailed(503);
      return consumed;
    }
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
    this.fail(502);
  }

  /** The client's deadline has passed in whatever phase this is. */
  onDeadline(): void {
    switch (this.phase) {
      case 'connecting':
        this.target?.noteConnectionError();
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
    const { client, upstream, phase } = this;
    if (phase === 'connecting' || phase === 'over') return;
    const now = client.now();
    client.deadlineAt = now + client.attributes.idleTimeoutMs;
    if (phase === 'tunnel') client.passTunnel(bytes, 0, end);
    else {
      const outcome = this.relay.take(bytes, end);
      if (phase === 'awaiting-response' && (this.relay.hasBegun || outcome === 'switched')) {
        this.noteResponse(now, outcome === 'switched' ? 'tunnel' : 'responding');
      }
      switch (outcome) {
        case 'more':
          break;
        case 'switched':
          this.owner.onTunnelOpened();
          break;
        case 'done':
          this.finish();
          return;
        case 'malformed':
          this.fail(502);
          return;
        case 'broken':
          this.break();
          return;
      }
    }
    if (client.holdsBytes) upstream?.keepReadBuffer();
    if (client.isBacklogged) upstream?.pause();
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
          this.target?.noteConnectionError();
          this.fail(502);
        }
        break;
      case 'responding':
        if (this.client.responseBody.framing === 'until-close' && error === undefined) this.finish();
        else this.break();
        break;
      case 'tunnel':
        this.leave();
        this.owner.onTunnelClosed();
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

  private canSendAgain(upstream: UpstreamConnection | undefined): boolean {
    const { requestHead, requestBody } = this.client;
    return maySendAgain({
      method: requestHead.method,
      isConnectionReused: upstream?.wasUsed === true,
      hasBeenSentAgain: this.hasRetriedReuse,
      hasResponseBytes: this.relay.hasBytes,
      isWhole: requestBody.done && (this.firstBody !== undefined || requestBody.framing === 'none'),
    });
  }

  /** Nothing has been sent, so another target may be asked; without one it is ALB's 502. */
  private onConnectFailed(error: NodeJS.ErrnoException | undefined): void {
    const failed = this.target;
    if (failed === undefined) return;
    if (failed.isSecure && error?.code !== 'ECONNREFUSED') failed.noteTlsError();
    failed.noteConnectionError();
    this.tried ??= new Set();
    this.tried.add(failed);
    const other = this.group.choose(this.client.now(), this.client.preference, this.tried);
    if (other === undefined) {
      this.fail(error?.code === 'ETIMEDOUT' ? 504 : 502);
      return;
    }
    failed.finish(this);
    this.sendTo(other);
  }

  private noteResponse(now: number, phase: 'responding' | 'tunnel'): void {
    const { status } = this.client.responseHead;
    this.phase = phase;
    this.respondedAt = now;
    this.targetStatus = status;
    this.firstBody = undefined;
    this.target?.noteResponse(status, (now - this.sentAt) / 1000);
  }

  private finish(): void {
    const { client, upstream, target } = this;
    this.phase = 'over';
    this.upstream = undefined;
    if (upstream !== undefined && target !== undefined) {
      const isClean = this.relay.leavesConnectionClean && !client.requestHead.framingDoubt;
      if (isClean && client.requestBody.done) target.release(upstream);
      else upstream.destroy();
    }
    target?.finish(this);
    this.owner.onExchangeDone();
  }

  /** Ends with an error page, or by breaking off what has begun. */
  private fail(status: number): void {
    if (this.phase === 'responding' || this.phase === 'tunnel') {
      this.break();
      return;
    }
    this.leave();
    this.owner.onExchangeFailed(status);
  }

  private break(): void {
    this.leave();
    this.owner.onExchangeBroken();
  }

  private leave(): void {
    const { upstream, target } = this;
    this.phase = 'over';
    this.upstream = undefined;
    upstream?.destroy();
    target?.finish(this);
  }
}
