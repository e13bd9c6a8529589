import type { Server, Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { createSecureContext, createServer } from 'node:tls';
import type { ServerCertificate } from './certificate-choice.ts';
import { chooseCertificates, readServerCertificate } from './certificate-choice.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { certificateFailureCode, readClientCertificate } from './client-certificate.ts';
import type { TlsConfig } from './tls-config.ts';

/** How long a client may take for its handshake. */
const handshakeTimeoutMs = 10_000;

/** What a handshake has settled. */
export interface TlsFacts {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** OpenSSL's name. */
  readonly cipher: string;
  readonly handshakeMs: number;
  /** The server name the client asked for (SNI). */
  readonly serverName: string | undefined;
  /** The certificate that was shown. */
  readonly certificateArn: string | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
}

/** A handshake that led to no connection. */
export interface TlsFailure {
  readonly handshakeMs: number;
  /** The connection log's code. */
  readonly code: string;
  readonly clientCertificate: ClientCertificate | undefined;
}

export interface TlsAcceptorOptions {
  readonly config: TlsConfig;
  /** Whether HTTP/2 is offered (ALPN). */
  readonly offersHttp2: boolean;
  now(): number;
  onConnection(socket: TLSSocket, facts: TlsFacts): void;
  onFailure(socket: Socket, failure: TlsFailure): void;
}

/** The TLS side of a listener: which certificate, protocol and cipher a client gets, and who is let in. */
export class TlsAcceptor {
  readonly server: Server;
  private readonly options: TlsAcceptorOptions;
  private config: TlsConfig;
  private certificates: readonly ServerCertificate[];
  private readonly contexts = new Map<string, SecureContext>();
  /** Epoch milliseconds by the client's address and port, of connections whose handshake goes on. */
  private readonly startedAt = new Map<string, number>();

  /** Throws when a certificate or its key cannot be read, or there is none. */
  constructor(options: TlsAcceptorOptions) {
    const { config, offersHttp2 } = options;
    this.options = options;
    this.config = config;
    this.certificates = config.certificates.map(readServerCertificate);
    const server = createServer({
      ...contextOptions(config, this.certificates.slice(0, 1)),
      noDelay: true,
      handshakeTimeout: handshakeTimeoutMs,
      ALPNProtocols: offersHttp2 ? ['h2', 'http/1.1'] : ['http/1.1'],
      requestCert: config.mutualAuthentication !== undefined,
      // Whether it is good enough is decided in `admit`, so that the log can tell why not.
      rejectUnauthorized: false,
      SNICallback: (serverName, callback) => callback(null, this.contextFor(serverName)),
    });
    server.prependListener('connection', (socket: Socket) => {
      const key = clientKey(socket);
      this.startedAt.set(key, options.now());
      socket.once('close', () => this.startedAt.delete(key));
    });
    server.on('secureConnection', (socket) => this.admit(socket));
    server.on('tlsClientError', (_error, socket) =>
      this.refuse(socket, 'UnmappedConnectionError', undefined),
    );
    this.server = server;
  }

  /** Whether the configuration can change to this one without a new socket. */
  canBecome(config: TlsConfig): boolean {
    return (config.mutualAuthentication === undefined) === (this.config.mutualAuthentication === undefined);
  }

  /** New certificates and policies act on the next handshake. Throws as the constructor does. */
  update(config: TlsConfig): void {
    if (JSON.stringify(config) === JSON.stringify(this.config)) return;
    const certificates = config.certificates.map(readServerCertificate);
    const server = this.server as ReturnType<typeof createServer>;
    server.setSecureContext(contextOptions(config, certificates.slice(0, 1)));
    this.contexts.clear();
    this.certificates = certificates;
    this.config = config;
  }

  private contextFor(serverName: string): SecureContext {
    const chosen = chooseCertificates(this.certificates, serverName);
    const key = chosen.map(({ fingerprint }) => fingerprint).join();
    let context = this.contexts.get(key);
    if (context === undefined) {
      context = createSecureContext(contextOptions(this.config, chosen));
      this.contexts.set(key, context);
    }
    return context;
  }

  private admit(socket: TLSSocket): void {
    const { mutualAuthentication } = this.config;
    const certificate =
      mutualAuthentication === undefined
        ? undefined
        : readClientCertificate(socket.getPeerX509Certificate(), socket.getPeerCertificate(true));
    if (mutualAuthentication?.mode === 'verify') {
      const error = authorizationError(socket);
      const isForgiven = error === 'CERT_HAS_EXPIRED' && mutualAuthentication.ignoreClientCertificateExpiry;
      if (certificate === undefined || (error !== undefined && !isForgiven)) {
        this.refuse(socket, certificateFailureCode(error ?? ''), certificate);
        socket.destroy();
        return;
      }
    }
    this.options.onConnection(socket, {
      protocol: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      handshakeMs: this.since(socket),
      serverName: serverNameOf(socket),
      certificateArn: this.shownCertificate(socket),
      clientCertificate: certificate,
    });
  }

  private refuse(socket: TLSSocket, code: string, clientCertificate: ClientCertificate | undefined): void {
    this.options.onFailure(socket, { handshakeMs: this.since(socket), code, clientCertificate });
  }

  private since(socket: TLSSocket): number {
    const startedAt = this.startedAt.get(clientKey(socket));
    return startedAt === undefined ? 0 : this.options.now() - startedAt;
  }

  private shownCertificate(socket: TLSSocket): string | undefined {
    const [only] = this.certificates;
    if (this.certificates.length === 1) return only?.arn;
    const shown = socket.getX509Certificate()?.fingerprint256;
    return this.certificates.find(({ fingerprint }) => fingerprint === shown)?.arn;
  }
}

function contextOptions(config: TlsConfig, certificates: readonly ServerCertificate[]) {
  const versions = config.protocols.toSorted();
  const isOld = config.protocols.includes('TLSv1') || config.protocols.includes('TLSv1.1');
  const { mutualAuthentication } = config;
  return {
    cert: certificates.map(({ certificatePem }) => certificatePem),
    key: certificates.map(({ privateKeyPem }) => privateKeyPem),
    minVersion: versions[0],
    maxVersion: versions.at(-1),
    // OpenSSL 3 signs the handshakes of TLS 1.0 and 1.1 only at its lowest security level.
    ciphers: [...config.ciphers, ...(isOld ? ['@SECLEVEL=0'] : [])].join(':'),
    honorCipherOrder: true,
    ...(mutualAuthentication?.mode === 'verify' ? { ca: mutualAuthentication.caCertificatesPem } : {}),
  };
}

function clientKey(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0}`;
}

/** The server name of the handshake; Node's types leave it out. */
function serverNameOf(socket: TLSSocket): string | undefined {
  const { servername } = socket as TLSSocket & { servername?: string | false | null };
  return typeof servername === 'string' ? servername : undefined;
}

/** Node's types say Error; what it sets is OpenSSL's code. */
function authorizationError(socket: TLSSocket): string | undefined {
  const error: unknown = socket.authorizationError;
  if (error === undefined || error === null) return undefined;
  return error instanceof Error ? error.message : String(error as string);
}
