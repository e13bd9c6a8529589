import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Node } from '../node.ts';
import type { ListenerConfig, LoadBalancerAttributes } from '../listener-config.ts';
import type { ConnectionLogRecord } from '../log-records.ts';
import type { SocketAddress } from '../places.ts';
import type { TlsFacts, TlsFailure } from '../tls/tls-acceptor.ts';

/** What is known of a client's connection before its first request. */
export interface ConnectionFacts {
  /** The load balancer's node it has come to. */
  readonly node: Node;
  readonly client: SocketAddress;
  /** Absent on listeners without TLS. */
  readonly tls: TlsFacts | undefined;
  /** `TID_…`, by which access log and connection log name the connection. Made only where one of them is kept. */
  readonly traceId: string | undefined;
}

export function connectionFacts(
  socket: Socket,
  tls: TlsFacts | undefined,
  attributes: LoadBalancerAttributes,
  node: Node,
): ConnectionFacts {
  const isLogged = attributes.accessLogs || attributes.connectionLogs;
  return {
    node,
    client: { host: withoutMapping(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 },
    tls,
    traceId: isLogged ? `TID_${randomBytes(16).toString('hex')}` : undefined,
  };
}

/** An IPv4 client on a dual-stack socket is shown as `::ffff:192.0.2.7`. */
function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/** One line of the connection log, as data. `failure` when the handshake led to no connection. */
export function connectionLogRecord(
  listener: ListenerConfig,
  { client, node, tls, traceId = '' }: ConnectionFacts,
  failure: TlsFailure | undefined,
  nowMs: number,
): ConnectionLogRecord {
  const certificate = (tls ?? failure)?.clientCertificate;
  const handshakeMs = (tls ?? failure)?.handshakeMs;
  return {
    loadBalancerArn: listener.loadBalancerArn,
    ...(node.config === undefined ? {} : { nodeAddress: node.config.address }),
    at: nowMs,
    client,
    listenerPort: listener.port,
    ...(tls === undefined ? {} : { tlsProtocol: tls.protocol, tlsCipher: tls.cipher }),
    ...(handshakeMs === undefined ? {} : { tlsHandshakeMs: handshakeMs }),
    ...(certificate === undefined
      ? {}
      : {
          clientCertificate: {
            subject: certificate.subject,
            validity: certificate.validity,
            serialNumber: certificate.serialNumber,
          },
        }),
    ...(tls === undefined ? {} : { tlsVerifyStatus: 'Success' }),
    ...(failure === undefined ? {} : { tlsVerifyStatus: `Failed:${failure.code}` }),
    traceId,
  };
}
