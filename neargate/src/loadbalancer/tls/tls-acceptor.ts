import type { Server as NetServer, Socket } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import type { Server as TlsServer, TLSSocket } from 'node:tls';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../../core/clock.ts';
import type { ServerCertificate } from './certificate-choice.ts';
import { chooseCertificates, readServerCertificate } from './certificate-choice.ts';
import type { ClientCertificate } from './client-certificate.ts';
import {
  certificateFailureCode,
  readClientCertificate,
  revokedFailure,
  unmappedFailure,
} from './client-certificate.ts';
import { readClientHello } from './client-hello.ts';
import type { MutualAuthenticationConfig, TlsConfig } from './tls-config.ts';

/** How long a client may take to begin its handshake, and to complete it. */
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
  readonly clock: Clock;
  onConnection(socket: TLSSocket, facts: TlsFacts): void;
  onFailure(socket: Socket, failure: TlsFailure): void;
}

type VerifyConfig = Extract<MutualAuthenticationConfig, { readonly mode: 'verify' }>;

interface Handshake {
  readonly startedAt: number;
  serverName: string | undefined;
}

/**
 * The TLS side of a listener: which certificate, protocol and cipher a client gets, and who is let in. The server name is
 * read from the ClientHello before OpenSSL gets it, because Node's own SNI callback adds a certificate to those of the
 * default context instead of replacing them: with keys of two kinds a client would be shown the wrong one.
 */
export class TlsAcceptor {
  readonly server: NetServer;
  private readonly options: TlsAcceptorOptions;
  private config: TlsConfig;
  private certificates: readonly ServerCertificate[];
  private revoked: ReadonlySet<string>;
  /** One for each choice of certificates. None of them listens. */
  private readonly tlsServers = new Map<string, TlsServer>();
  /** By the client's address and port. */
  private readonly handshakes = new Map<string, Handshake>();

  /** Throws when a certificate or its key cannot be read. */
  constructor(options: TlsAcceptorOptions) {
    this.options = options;
    this.config = options.config;
    this.certificates = this.checked(options.config);
    this.revoked = revokedBy(options.config);
    this.server = createNetServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  /** New certificates and policies act on the next handshake. Throws as the constructor does, and changes nothing then. */
  update(config: TlsConfig): void {
    if (JSON.stringify(config) === JSON.stringify(this.config)) return;
    const certificates = this.checked(config);
    this.tlsServers.clear();
    this.config = config;
    this.certificates = certificates;
    this.revoked = revokedBy(config);
  }

  /** OpenSSL says at once whether it can use certificates, keys and ciphers. */
  private checked(config: TlsConfig): readonly ServerCertificate[] {
    const certificates = config.certificates.map(readServerCertificate);
    for (const certificate of certificates) createTlsServer(contextOptions(config, [certificate]));
    return certificates;
  }

  private accept(socket: Socket): void {
    const key = clientKey(socket);
    this.handshakes.set(key, { startedAt: this.options.clock.now(), serverName: undefined });
    let received: Buffer = Buffer.alloc(0);
    const giveUp = () => {
      this.refuse(socket, unmappedFailure, undefined);
      socket.destroy();
    };
    const cancelTimeout = this.options.clock.setTimer(handshakeTimeoutMs, giveUp);
    const onData = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const hello = readClientHello(received);
      if (hello.kind === 'incomplete') return;
      cancelTimeout();
      socket.off('data', onData);
      if (hello.kind === 'foreign') giveUp();
      else this.begin(socket, received, hello.serverName);
    };
    socket.on('data', onData);
    // Every error is followed by 'close'.
    socket.on('error', () => {});
    socket.once('close', () => {
      cancelTimeout();
      this.handshakes.delete(key);
    });
  }

  private begin(socket: Socket, received: Buffer, serverName: string | undefined): void {
    const handshake = this.handshakes.get(clientKey(socket));
    if (handshake !== undefined) handshake.serverName = serverName;
    socket.pause();
    socket.unshift(received);
    this.tlsServerFor(serverName).emit('connection', socket);
  }

  private tlsServerFor(serverName: string | undefined): TlsServer {
    const chosen = chooseCertificates(this.certificates, serverName);
    const key = chosen.map(({ fingerprint }) => fingerprint).join();
    let server = this.tlsServers.get(key);
    if (server === undefined) {
      const { config } = this;
      server = createTlsServer({
        ...contextOptions(config, chosen),
        handshakeTimeout: handshakeTimeoutMs,
        ALPNProtocols: this.options.offersHttp2 ? ['h2', 'http/1.1'] : ['http/1.1'],
        requestCert: config.mutualAuthentication !== undefined,
        // Whether it is good enough is decided in `admit`, so that the log can tell why not.
        rejectUnauthorized: false,
      });
      server.on('secureConnection', (socket) => this.admit(socket, chosen, config));
      server.on('tlsClientError', (_error, socket) => this.refuse(socket, unmappedFailure, undefined));
      this.tlsServers.set(key, server);
    }
    return server;
  }

  private admit(socket: TLSSocket, chosen: readonly ServerCertificate[], config: TlsConfig): void {
    const { mutualAuthentication } = config;
    const certificate =
      mutualAuthentication === undefined
        ? undefined
        : readClientCertificate(socket.getPeerX509Certificate(), socket.getPeerCertificate(true));
    if (mutualAuthentication?.mode === 'verify') {
      const failure = this.failureOf(socket, certificate, mutualAuthentication);
      if (failure !== undefined) {
        this.refuse(socket, failure, certificate);
        socket.destroy();
        return;
      }
    }
    const handshake = this.handshakes.get(clientKey(socket));
    this.options.onConnection(socket, {
      protocol: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      handshakeMs: this.handshakeMs(handshake),
      serverName: handshake?.serverName,
      certificateArn: shownCertificate(socket, chosen)?.arn,
      clientCertificate: certificate,
    });
  }

  /** Why the trust store does not vouch for the client; undefined when it does. */
  private failureOf(
    socket: TLSSocket,
    certificate: ClientCertificate | undefined,
    { ignoreClientCertificateExpiry }: VerifyConfig,
  ): string | undefined {
    if (certificate === undefined) return unmappedFailure;
    const error = authorizationError(socket);
    const isForgiven = error === 'CERT_HAS_EXPIRED' && ignoreClientCertificateExpiry;
    if (error !== undefined && !isForgiven) return certificateFailureCode(error);
    return certificate.identities.some((identity) => this.revoked.has(identity)) ? revokedFailure : undefined;
  }

  private refuse(socket: Socket, code: string, clientCertificate: ClientCertificate | undefined): void {
    const handshakeMs = this.handshakeMs(this.handshakes.get(clientKey(socket)));
    this.options.onFailure(socket, { handshakeMs, code, clientCertificate });
  }

  private handshakeMs(handshake: Handshake | undefined): number {
    return handshake === undefined ? 0 : this.options.clock.now() - handshake.startedAt;
  }
}

function revokedBy({ mutualAuthentication }: TlsConfig): ReadonlySet<string> {
  return new Set(mutualAuthentication?.mode === 'verify' ? mutualAuthentication.revoked : []);
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
    ...(mutualAuthentication?.mode === 'verify' ? { ca: [...mutualAuthentication.caCertificatesPem] } : {}),
  };
}

/** Which of the certificates offered together the client got. */
function shownCertificate(
  socket: TLSSocket,
  offered: readonly ServerCertificate[],
): ServerCertificate | undefined {
  if (offered.length === 1) return offered[0];
  const shown = socket.getX509Certificate()?.fingerprint256;
  return offered.find(({ fingerprint }) => fingerprint === shown);
}

function clientKey(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0}`;
}

/** Node's types say Error; what it sets is OpenSSL's code. */
function authorizationError(socket: TLSSocket): string | undefined {
  const error: unknown = socket.authorizationError;
  if (error === undefined || error === null) return undefined;
  return error instanceof Error ? error.message : String(error as string);
}
