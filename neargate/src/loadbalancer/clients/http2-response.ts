import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { writeResponseHead } from '../http/head-writer.ts';
import type { ResponseHead } from '../http/message-head.ts';
import { parseResponseHead } from '../http/response-parser.ts';
import { http1ResponseHead, http2Fields } from '../http2/fields.ts';
import { grpcStatusFields } from '../http2/grpc.ts';
import type { Listener } from '../listener.ts';
import type { RequestRecord } from '../request-log.ts';
import type { OwnResponse } from '../responses.ts';
import { serializeResponse } from '../responses.ts';

/** The response of one HTTP/2 stream, as it is written. */
export class Http2Response {
  /** Errors of the load balancer's own carry a gRPC status too. */
  isGrpc = false;
  /** The lines that stickiness adds; asked for when the head is written. */
  sessionLines: () => string = () => '';

  private readonly stream: ServerHttp2Stream;
  private readonly record: RequestRecord;
  private readonly listener: Listener;
  private trailers: OutgoingHttpHeaders | undefined;

  constructor(stream: ServerHttp2Stream, record: RequestRecord, listener: Listener) {
    this.stream = stream;
    this.record = record;
    this.listener = listener;
    stream.on('wantTrailers', () => this.stream.sendTrailers(this.trailers ?? {}));
  }

  sendInterim(status: number, headText: string): void {
    this.sendInterimFields(status, http2Fields(headText));
  }

  sendInterimFields(status: number, fields: OutgoingHttpHeaders): void {
    // Node answers Expect: 100-continue by itself only where nobody listens; 101 does not exist in HTTP/2.
    if (this.isOpen && !this.stream.headersSent)
      this.stream.additionalHeaders({ ':status': status, ...fields });
  }

  /** The head of an HTTP/1 target's response, with what the listener adds. */
  sendHead(head: ResponseHead, endsHere: boolean): void {
    const text = writeResponseHead(
      head,
      true,
      head.chunked,
      this.listener.responseFields,
      this.sessionLines(),
    );
    this.respond(head.status, http2Fields(text), endsHere, false);
  }

  /** The head of an HTTP/2 target's response; `head` is what rules and cookies read it from. */
  sendFields(head: ResponseHead, status: number, raw: readonly string[], endsHere: boolean): void {
    const bytes = Buffer.from(http1ResponseHead(status, raw), 'latin1');
    if (parseResponseHead(head, bytes, 0, bytes.length) !== 'complete') {
      this.sendOwn({ status: 502, contentType: undefined, body: '' }, 0, true);
      return;
    }
    const text = writeResponseHead(head, true, false, this.listener.responseFields, this.sessionLines());
    this.respond(status, http2Fields(text), endsHere, !endsHere);
  }

  sendData(chunk: Buffer): void {
    if (!this.isOpen) return;
    this.record.sentBytes += chunk.length;
    this.stream.write(chunk);
  }

  end(trailers?: OutgoingHttpHeaders): void {
    this.trailers ??= trailers;
    if (this.isOpen && !this.stream.writableEnded) this.stream.end();
  }

  /** A response of the load balancer's own. */
  sendOwn(response: OwnResponse, nowMs: number, headOnly: boolean): void {
    const { attributes } = this.listener.config;
    const bytes = serializeResponse(response, {
      nowMs,
      keepAlive: true,
      serverHeader: attributes.serverHeader,
      addedLines: this.listener.responseFields.lines,
      headOnly,
    });
    const bodyStart = bytes.indexOf('\r\n\r\n') + 4;
    const fields = {
      ...http2Fields(bytes.toString('latin1', 0, bodyStart)),
      ...(this.isGrpc ? grpcStatusFields(response.status) : {}),
    };
    const isEmpty = bodyStart >= bytes.length;
    this.respond(response.status, fields, isEmpty, false);
    if (isEmpty) return;
    this.sendData(bytes.subarray(bodyStart));
    this.end();
  }

  private respond(
    status: number,
    fields: OutgoingHttpHeaders,
    endsHere: boolean,
    mayHaveTrailers: boolean,
  ): void {
    if (!this.isOpen || this.stream.headersSent) return;
    this.stream.respond(
      { ':status': status, ...fields },
      { endStream: endsHere, waitForTrailers: mayHaveTrailers },
    );
  }

  private get isOpen(): boolean {
    return !this.stream.destroyed && !this.stream.closed;
  }
}
