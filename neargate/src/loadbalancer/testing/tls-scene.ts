import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import type { ListenerConfig } from '../listener-config.ts';
import type { TlsConfig } from '../tls/tls-config.ts';
import { defaultTlsFieldNames } from '../tls/tls-config.ts';
import type { TestAuthority, TestCertificate } from '../../core/testing/certificates.ts';

/** What the policy ELBSecurityPolicy-TLS13-1-2-Res-2021-06 says. */
const policy: Pick<TlsConfig, 'protocols' | 'ciphers'> = {
  protocols: ['TLSv1.2', 'TLSv1.3'],
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
  ],
};

/** An HTTPS listener on port 443 with these certificates, the first being the default. */
export function httpsListener(
  certificates: Readonly<Record<string, TestCertificate>>,
  tls: Partial<TlsConfig> = {},
): Partial<ListenerConfig> {
  return {
    protocol: 'HTTPS',
    port: 443,
    tls: {
      ...policy,
      certificates: Object.entries(certificates).map(([arn, certificate]) => ({ arn, ...certificate })),
      fieldNames: defaultTlsFieldNames,
      ...tls,
    },
  };
}

export interface HandshakeOptions {
  readonly authority: TestAuthority;
  readonly serverName?: string;
  readonly alpn?: readonly string[];
  readonly client?: TestCertificate;
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers?: string;
}

/** A client's TLS connection; rejects when the handshake fails or the certificate is not for the name. */
export function handshake(port: number, options: HandshakeOptions): Promise<TLSSocket> {
  const { authority, serverName, alpn, client, minVersion, maxVersion, ciphers } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: authority.certificatePem,
      // An IP address is no server name: without one the client can only check the authority.
      ...(serverName === undefined ? { checkServerIdentity: () => undefined } : { servername: serverName }),
      ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
      ...(client === undefined ? {} : { cert: client.certificatePem, key: client.privateKeyPem }),
      ...(minVersion === undefined ? {} : { minVersion }),
      ...(maxVersion === undefined ? {} : { maxVersion }),
      ...(ciphers === undefined ? {} : { ciphers }),
    });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends a GET over the connection and resolves with all that comes back until the server closes. */
export function getOver(socket: TLSSocket, fields = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    socket.write(`GET /x HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n${fields}\r\n`);
  });
}
