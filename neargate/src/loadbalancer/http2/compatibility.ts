import type { TargetGroupConfig } from '../target-group-config.ts';

/** What a request speaks, as ALB tells it apart. */
export type RequestProtocol = 'HTTP1' | 'HTTP2' | 'GRPC';

/**
 * Whether a request may go to a target group of this protocol version; otherwise it is answered 464 (ALB User Guide,
 * "Protocol version"): HTTP/1.1 and HTTP/2 → HTTP1, HTTP/2 and gRPC → HTTP2, gRPC and POST over HTTP/2 → GRPC.
 */
export function fits(
  protocol: RequestProtocol,
  method: string,
  version: TargetGroupConfig['protocolVersion'],
): boolean {
  switch (version) {
    case 'HTTP1':
      return protocol !== 'GRPC';
    case 'HTTP2':
      return protocol !== 'HTTP1';
    case 'GRPC':
      return protocol === 'GRPC' || (protocol === 'HTTP2' && method === 'POST');
  }
}
