import type { BodyFraming } from '../http/body-framing.ts';
import type { RequestHead, ResponseHead } from '../http/message-head.ts';
import type { LoadBalancerAttributes } from '../listener-config.ts';
import type { TargetPreference } from '../targets/target-choice.ts';
import type { Target } from '../targets/target.ts';

/** The client's side of an exchange, as the exchange needs it, whatever protocol the client speaks. */
export interface ClientSide {
  readonly attributes: LoadBalancerAttributes;
  readonly requestHead: RequestHead;
  readonly requestBody: BodyFraming;
  readonly responseHead: ResponseHead;
  readonly responseBody: BodyFraming;
  /** Epoch milliseconds at which the client is given up, or the exchange is asked what to do. */
  deadlineAt: number;
  /** More waits to be sent to the client than should. */
  readonly isBacklogged: boolean;
  /** The bytes passed last are still referred to, so their memory must not be written over. */
  readonly holdsBytes: boolean;
  /** Whether the client reads a body's chunks itself; otherwise their frames are taken off. */
  readonly readsChunks: boolean;
  /** The zone the request came to, and the target it is held to. */
  readonly preference: TargetPreference;
  now(): number;
  pauseReading(): void;
  resumeReading(): void;
  /** The request head for this target. */
  headFor(target: Target): string;
  /** Passes on a 1xx response other than 101. */
  passInterim(): void;
  /** `responseHead` is final and `responseBody` has begun. Nothing need be sent before the first `passBody`. */
  beginResponse(): void;
  /** Takes the response body's bytes from `bytes[start, end)` and sends them. Returns the index after the last of them. */
  passBody(bytes: Buffer, start: number, end: number): number;
  /** Passes the 101 on: from here the connection is a raw pipe. */
  openTunnel(): void;
  /** Sends bytes of the pipe as they are. */
  passTunnel(bytes: Buffer, start: number, end: number): void;
}

/** Who is told how an exchange ends. */
export interface ExchangeOwner {
  /** The complete response has been passed on. */
  onExchangeDone(): void;
  /** No response has begun: the load balancer answers with an error page. */
  onExchangeFailed(status: number): void;
  /** A response has begun and cannot be completed: only closing tells the client. */
  onExchangeBroken(): void;
  /** The client's connection is a raw pipe from here on. */
  onTunnelOpened(): void;
  /** The target has closed its side of the pipe. */
  onTunnelClosed(): void;
}
