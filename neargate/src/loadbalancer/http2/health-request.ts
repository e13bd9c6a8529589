import { connect as connectHttp2, constants } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SocketAddress } from '../places.ts';
import type { HealthCheckConfig } from '../target-group-config.ts';
import type { CheckResult } from '../targets/health-state.ts';

/** A gRPC message without content: not compressed, length 0. */
const emptyMessage = Buffer.alloc(5);

/**
 * Checks a target over HTTP/2: GET and its status, or a unary gRPC call and its grpc-status, which is in the trailers or, where
 * the target answers without a message, with the head. Returns what ends the check.
 */
export function requestHttp2(
  config: HealthCheckConfig,
  address: SocketAddress,
  authority: string,
  finish: (result: CheckResult) => void,
): () => void {
  const { host, port } = address;
  const isSecure = config.protocol === 'HTTPS';
  const session = connectHttp2(`${isSecure ? 'https' : 'http'}://target`, {
    createConnection: () =>
      isSecure
        ? connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: ['h2'] })
        : connect({ host, port }),
  });
  session.on('error', (error: NodeJS.ErrnoException) =>
    finish({ outcome: 'failed', detail: error.code ?? error.message }),
  );
  session.on('close', () =>
    finish({ outcome: 'failed', detail: 'the target closed the connection without an answer' }),
  );
  if (config.protocolVersion === 'GRPC') callGrpc(session, config, authority, finish);
  else get(session, config, authority, finish);
  return () => session.destroy();
}

function get(
  session: ClientHttp2Session,
  config: HealthCheckConfig,
  authority: string,
  finish: (result: CheckResult) => void,
): void {
  const stream = session.request({ ...headersOf(config, authority), ':method': 'GET' });
  stream.on('response', (headers) => finish({ outcome: 'answered', status: headers[':status'] ?? 0 }));
  stream.on('error', () => {});
}

function callGrpc(
  session: ClientHttp2Session,
  config: HealthCheckConfig,
  authority: string,
  finish: (result: CheckResult) => void,
): void {
  const stream = session.request({
    ...headersOf(config, authority),
    ':method': 'POST',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const answer = (status: unknown) => finish({ outcome: 'answered', status: Number(status) });
  stream.on('response', (headers, flags) => {
    if (headers['grpc-status'] !== undefined) answer(headers['grpc-status']);
    else if ((flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0 || headers[':status'] !== 200) {
      const detail = `the target answered HTTP status ${headers[':status'] ?? 0} without a gRPC status`;
      finish({ outcome: 'failed', detail });
    }
  });
  stream.on('trailers', (trailers) => {
    if (trailers['grpc-status'] === undefined)
      finish({ outcome: 'failed', detail: 'the target answered without a gRPC status' });
    else answer(trailers['grpc-status']);
  });
  stream.on('error', () => {});
  // The answer is in the trailers, which come after what is read.
  stream.resume();
  stream.end(emptyMessage);
}

function headersOf(config: HealthCheckConfig, authority: string) {
  return {
    ':scheme': config.protocol === 'HTTPS' ? 'https' : 'http',
    ':authority': authority,
    ':path': config.path,
    'user-agent': 'ELB-HealthChecker/2.0',
  };
}
