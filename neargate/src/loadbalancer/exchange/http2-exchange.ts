import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  IncomingHttpHeaders,
  IncomingHttpStatusHeader,
  OutgoingHttpHeaders,
} from 'node:http2';
import { constants } from 'node:http2';
import { http2RequestFields } from '../http2/fields.ts';
import type { LoadBalancerAttributes } from '../listener-config.ts';
import type { TargetPreference } from '../targets/target-choice.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import type { InFlight, Target } from '../targets/target.ts';
import type { ExchangeOwner } from './client-side.ts';

/** The client's side of an exchange in which both sides speak HTTP/2. */
export interface Http2ClientSide {
  readonly attributes: LoadBalancerAttributes;
  readonly preference: TargetPreference;
  deadlineAt: number;
  readonly isBacklogged: boolean;
  /** The request has no body, or all of it has been read. */
  readonly hasEnded: boolean;
  readonly wantsTrailers: boolean;
  now(): number;
  pauseReading(): void;
  resumeReading(): void;
  headFor(target: Target): string;
  /** `raw` holds names and values in turn. */
  passInterimFields(status: number, raw: readonly string[]): void;
  passFields(status: number, raw: readonly string[], endsHere: boolean): void;
  passData(chunk: Buffer): void;
  passTrailers(raw: readonly string[]): void;
  passEnd(): void;
}

type IncomingHeaders = IncomingHttpHeaders & IncomingHttpStatusHeader;

type Phase = 'connecting' | 'awaiting-response' | 'responding' | 'over';

/** One request on its way through a target that speaks HTTP/2: streams are joined, frame by frame, trailers included. */
export class Http2Exchange implements InFlight {
  target: Target | undefined;
  targetStatus: number | undefined;
  /** Epoch milliseconds; 0 until reached. */
  sentAt = 0;
  respondedAt = 0;

  private readonly client: Http2ClientSide;
  private readonly owner: ExchangeOwner;
  private readonly group: TargetGroup;
  private phase: Phase = 'connecting';
  private stream: ClientHttp2Stream | undefined;
  private cancelConnect: (() => void) | undefined;
  private tried: Set<Target> | undefined;
  private requestTrailers: OutgoingHttpHeaders = {};
  private hasTrailers = false;

  constructor(client: Http2ClientSide, owner: ExchangeOwner, group: TargetGroup) {
    this.client = client;
    this.owner = owner;
    this.group = group;
  }

  start(): void {
    const target = this.group.choose(this.client.now(), this.client.preference);
    if (target === undefined) {
      this.phase = 'over';
      this.owner.onExchangeFailed(503);
    } else this.sendTo(target);
  }

  onClientData(chunk: Buffer): void {
    this.touch();
    if (this.stream?.write(chunk) === false) this.client.pauseReading();
  }

  onClientTrailers(fields: OutgoingHttpHeaders): void {
    this.requestTrailers = fields;
  }

  onClientEnd(): void {
    this.stream?.end();
  }

  onClientDrained(): void {
    this.stream?.resume();
  }

  onClientGone(): void {
    this.leave();
  }

  cut(): void {
    this.fail(502);
  }

  onDeadline(): void {
    if (this.phase === 'connecting') {
      this.target?.noteConnectionError();
      this.fail(504);
    } else this.fail(this.client.hasEnded ? 504 : 408);
  }

  private sendTo(target: Target): void {
    const { client } = this;
    this.target = target;
    target.begin(this);
    this.phase = 'connecting';
    client.deadlineAt = client.now() + client.attributes.connectTimeoutMs;
    // Packets that a security group drops get no answer: only the connect timeout ends the wait.
    if (!target.config.reachable.allowed) return;
    this.cancelConnect = target.sessions.open(target.config.address, target.isSecure, {
      onOpen: (session) => this.send(session, target),
      onFailed: (error) => this.onConnectFailed(target, error),
    });
  }

  private send(session: ClientHttp2Session, target: Target): void {
    const { client } = this;
    this.phase = 'awaiting-response';
    this.sentAt = client.now();
    this.touch();
    const fields = http2RequestFields(
      client.headFor(target),
      target.isSecure ? 'https' : 'http',
      client.wantsTrailers,
    );
    const stream = session.request(fields, {
      endStream: client.hasEnded,
      waitForTrailers: !client.hasEnded,
    });
    target.sessions.begin(session);
    this.stream = stream;
    stream.once('close', () => target.sessions.finish(session, client.now()));
    stream.on('wantTrailers', () => stream.sendTrailers(this.requestTrailers));
    stream.on('headers', (headers: IncomingHeaders, _flags: number, raw: readonly string[]) => {
      if (this.phase === 'awaiting-response') client.passInterimFields(headers[':status'] ?? 100, raw);
    });
    stream.on('response', (headers: IncomingHeaders, flags: number, raw: readonly string[]) =>
      this.onResponse(headers[':status'] ?? 0, flags, raw),
    );
    stream.on('data', (chunk: Buffer) => {
      this.touch();
      client.passData(chunk);
      if (client.isBacklogged) stream.pause();
    });
    stream.on('trailers', (_headers: unknown, _flags: number, raw: readonly string[]) => {
      this.hasTrailers = true;
      client.passTrailers(raw);
    });
    stream.on('drain', () => client.resumeReading());
    stream.on('end', () => this.onEnd(stream));
    stream.on('error', () => {});
    stream.on('close', () => this.onClosed());
    if (!client.hasEnded) client.resumeReading();
  }

  private onResponse(status: number, flags: number, raw: readonly string[]): void {
    const { client, target } = this;
    if (this.phase !== 'awaiting-response') return;
    this.phase = 'responding';
    this.targetStatus = status;
    this.respondedAt = client.now();
    this.touch();
    target?.noteResponse(status, (this.respondedAt - this.sentAt) / 1000);
    client.passFields(status, raw, (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0);
  }

  private onEnd(stream: ClientHttp2Stream): void {
    // A reset stream ends too, without being complete.
    if (this.phase !== 'responding' || stream.aborted || stream.rstCode !== constants.NGHTTP2_NO_ERROR)
      return;
    if (!this.hasTrailers) this.client.passEnd();
    this.phase = 'over';
    this.target?.finish(this);
    this.owner.onExchangeDone();
  }

  private onClosed(): void {
    if (this.phase === 'over') return;
    if (this.phase === 'awaiting-response') this.target?.noteConnectionError();
    this.fail(502);
  }

  /** Nothing has been sent, so another target may be asked. */
  private onConnectFailed(failed: Target, error: NodeJS.ErrnoException): void {
    if (failed.isSecure && error.code !== 'ECONNREFUSED') failed.noteTlsError();
    failed.noteConnectionError();
    this.tried ??= new Set();
    this.tried.add(failed);
    const other = this.group.choose(this.client.now(), this.client.preference, this.tried);
    if (other === undefined) {
      this.fail(error.code === 'ETIMEDOUT' ? 504 : 502);
      return;
    }
    failed.finish(this);
    this.sendTo(other);
  }

  private touch(): void {
    this.client.deadlineAt = this.client.now() + this.client.attributes.idleTimeoutMs;
  }

  /** Ends with an error page, or by breaking off what has begun. */
  private fail(status: number): void {
    const hasBegun = this.phase === 'responding';
    if (this.phase === 'over') return;
    this.leave();
    if (hasBegun) this.owner.onExchangeBroken();
    else this.owner.onExchangeFailed(status);
  }

  private leave(): void {
    const { stream, target } = this;
    this.phase = 'over';
    this.cancelConnect?.();
    this.stream = undefined;
    // `close` would end the stream in order first, and a cut request body would look complete.
    stream?.destroy(new Error('the request was given up'));
    target?.finish(this);
  }
}
