import type {
  ClientHttp2Session,
  Http2Server,
  IncomingHttpHeaders,
  OutgoingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import { connect as connectHttp2, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TestAuthority } from '../../core/testing/certificates.ts';
import { handshake } from './tls-scene.ts';

/** A client's HTTP/2 session with an HTTPS listener, negotiated as browsers do it. */
export async function http2Client(
  port: number,
  authority: TestAuthority,
  serverName: string,
): Promise<ClientHttp2Session> {
  const socket = await handshake(port, { authority, serverName, alpn: ['h2', 'http/1.1'] });
  const session = connectHttp2(`https://${serverName}`, { createConnection: () => socket });
  session.on('error', () => {});
  await new Promise<void>((resolve) => {
    session.once('remoteSettings', () => resolve());
  });
  return session;
}

export interface Http2Answer {
  readonly headers: IncomingHttpHeaders & { readonly ':status'?: number };
  readonly body: string;
  readonly trailers: IncomingHttpHeaders;
}

/** One request and all of its answer. */
export function request(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string,
): Promise<Http2Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    let answer: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    let received = '';
    stream.on('response', (response) => (answer = response));
    stream.on('trailers', (fields) => (trailers = fields));
    stream.on('data', (chunk: Buffer) => (received += chunk.toString()));
    // A stream that is reset ends as well: only its error tells.
    stream.on('error', reject);
    stream.on('close', () => resolve({ headers: answer, body: received, trailers }));
    if (body !== undefined) stream.end(body);
  });
}

/** A target that speaks HTTP/2 with prior knowledge, as gRPC servers do. */
export class Http2Target {
  readonly port: number;
  readonly sessions = new Set<ServerHttp2Session>();
  private readonly server: Http2Server;

  private constructor(server: Http2Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('session', (session) => this.sessions.add(session));
  }

  static async start(
    onStream: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
  ): Promise<Http2Target> {
    const server = createServer();
    server.on('stream', (stream, headers) => {
      stream.on('error', () => {});
      onStream(stream, headers);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Http2Target(server);
  }

  async close(): Promise<void> {
    for (const session of this.sessions) session.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
