import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from '../../core/aws-error.ts';
import type { ServiceName } from '../../services/catalog.ts';
import type { ServiceDefinition } from '../../services/operation.ts';
import type { WireSchema } from '../../wire/schema.ts';

export interface WireService {
  readonly name: ServiceName;
  readonly definition: ServiceDefinition;
  readonly schema: WireSchema;
}

export interface WireRequest {
  readonly method: string;
  /** As on the request line, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The whole body, chunk framing of the AWS SDKs removed. */
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A response whose text may be long is in pieces, each made when it is asked for. */
export interface WireOutput extends Omit<WireResponse, 'body'> {
  readonly body: WireResponse['body'] | Iterable<string>;
}

export interface WireCall {
  readonly operation: string;
  /** In the SDK's form: Date for timestamps, Uint8Array for blobs. */
  readonly input: Record<string, unknown>;
}

/** How a family of services puts calls, results and errors into HTTP. */
export interface WireProtocol {
  /** @throws AwsError when the request names no operation or its bytes do not fit. */
  read(service: WireService, request: WireRequest): WireCall;
  writeOutput(service: WireService, operation: string, output: unknown, requestId: string): WireOutput;
  writeError(service: WireService, error: AwsError, request: WireRequest, requestId: string): WireResponse;
}
