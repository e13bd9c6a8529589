import type { ResponseHead } from '../http/message-head.ts';
import { parseResponseHead } from '../http/response-parser.ts';
import type { ClientSide } from './client-side.ts';

/**
 * `more`: the response goes on. `done`: it is complete. `switched`: a 101 was passed on, what follows is a pipe's.
 * `malformed`: no response could be read, nothing was sent. `broken`: its framing broke after it had begun.
 */
export type RelayOutcome = 'more' | 'done' | 'switched' | 'malformed' | 'broken';

/** Reads a target's HTTP/1 response and passes it to the client: 1xx first, then head and body. */
export class ResponseRelay {
  /** The final response has begun. */
  hasBegun = false;
  /** The target's connection may carry another request. */
  leavesConnectionClean = true;

  private readonly client: ClientSide;
  private readonly mayUpgrade: boolean;
  private partialHead: Buffer | undefined;

  constructor(client: ClientSide, mayUpgrade: boolean) {
    this.client = client;
    this.mayUpgrade = mayUpgrade;
  }

  /** Whether anything of a response has been read. */
  get hasBytes(): boolean {
    return this.hasBegun || this.partialHead !== undefined;
  }

  /** Takes `bytes[0, end)` from the target. */
  take(bytes: Buffer, end: number): RelayOutcome {
    if (this.hasBegun) return this.takeBody(bytes, 0, end);
    if (this.partialHead === undefined) return this.takeHead(bytes, end);
    const joined = Buffer.concat([this.partialHead, bytes.subarray(0, end)]);
    this.partialHead = undefined;
    return this.takeHead(joined, joined.length);
  }

  private takeHead(bytes: Buffer, end: number): RelayOutcome {
    const { client } = this;
    const head = client.responseHead;
    let at = 0;
    for (;;) {
      const outcome = parseResponseHead(head, bytes, at, end);
      if (outcome === 'incomplete') {
        if (at < end) this.partialHead = Buffer.from(bytes.subarray(at, end));
        return 'more';
      }
      if (outcome === 'invalid') return 'malformed';
      at += head.byteLength;
      if (head.status >= 200) break;
      if (head.status === 101) {
        if (!this.mayUpgrade) return 'malformed';
        client.openTunnel();
        if (at < end) client.passTunnel(bytes, at, end);
        return 'switched';
      }
      client.passInterim();
    }
    this.hasBegun = true;
    this.beginBody(head);
    client.beginResponse();
    return this.takeBody(bytes, at, end);
  }

  /** RFC 9112 section 6.3, in its order. */
  private beginBody(head: ResponseHead): void {
    const { client } = this;
    const { responseBody } = client;
    if (client.requestHead.method === 'HEAD' || head.status === 204 || head.status === 304) {
      responseBody.begin('none');
    } else if (head.chunked) responseBody.begin('chunked', 0, !client.readsChunks);
    else if (head.contentLength !== -1) responseBody.begin('length', head.contentLength);
    else responseBody.begin('until-close');
    this.leavesConnectionClean =
      head.keepsAlive && !head.framingDoubt && responseBody.framing !== 'until-close';
  }

  private takeBody(bytes: Buffer, start: number, end: number): RelayOutcome {
    const { responseBody } = this.client;
    const consumed = this.client.passBody(bytes, start, end);
    if (responseBody.invalid) return 'broken';
    if (!responseBody.done) return 'more';
    // What a target says beyond its response would be taken for the next one.
    if (consumed < end) this.leavesConnectionClean = false;
    return 'done';
  }
}
