import type { ClientHttp2Session } from 'node:http2';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SocketAddress } from '../places.ts';

/** Streams a session takes when the target has not said how many (RFC 9113 section 6.5.2 recommends at least 100). */
const assumedStreams = 100;

export interface SessionListener {
  onOpen(session: ClientHttp2Session): void;
  /** The connection could not be made, or the target does not speak HTTP/2. */
  onFailed(error: NodeJS.ErrnoException): void;
}

/** The HTTP/2 sessions to one target: prior knowledge over TCP, ALPN over TLS, whose certificate is not verified. */
export class TargetSessions {
  private readonly sessions = new Set<ClientHttp2Session>();
  private readonly streams = new WeakMap<ClientHttp2Session, number>();
  private readonly idleSince = new WeakMap<ClientHttp2Session, number>();

  /** Gives a session with room, at once or when it is connected. Returns what cancels the wait. */
  open(address: SocketAddress, isSecure: boolean, listener: SessionListener): () => void {
    for (const session of this.sessions) {
      if (!this.hasRoom(session)) continue;
      listener.onOpen(session);
      return () => {};
    }
    return this.connect(address, isSecure, listener);
  }

  begin(session: ClientHttp2Session): void {
    this.streams.set(session, this.streamsOf(session) + 1);
  }

  finish(session: ClientHttp2Session, nowMs: number): void {
    this.streams.set(session, this.streamsOf(session) - 1);
    this.idleSince.set(session, nowMs);
  }

  /** Takes no new requests on these sessions; those in flight end by themselves. */
  close(): void {
    for (const session of this.sessions) session.close();
    this.sessions.clear();
  }

  closeIdleSince(epochMs: number): void {
    for (const session of this.sessions) {
      const since = this.idleSince.get(session);
      if (this.streamsOf(session) > 0 || since === undefined || since > epochMs) continue;
      this.sessions.delete(session);
      session.close();
    }
  }

  private hasRoom(session: ClientHttp2Session): boolean {
    const limit = session.remoteSettings.maxConcurrentStreams ?? assumedStreams;
    return !session.closed && !session.destroyed && this.streamsOf(session) < limit;
  }

  private streamsOf(session: ClientHttp2Session): number {
    return this.streams.get(session) ?? 0;
  }

  private connect(address: SocketAddress, isSecure: boolean, listener: SessionListener): () => void {
    const { host, port } = address;
    const session = connectHttp2(`${isSecure ? 'https' : 'http'}://target`, {
      createConnection: () =>
        isSecure
          ? connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: ['h2'] })
          : connect({ host, port, noDelay: true }),
      settings: { enablePush: false },
    });
    let isWaiting = true;
    let failure: NodeJS.ErrnoException | undefined;
    session.once('connect', () => {
      if (!isWaiting) return;
      isWaiting = false;
      this.sessions.add(session);
      listener.onOpen(session);
    });
    session.on('error', (error) => {
      failure = error;
    });
    session.on('goaway', () => this.sessions.delete(session));
    session.on('close', () => {
      this.sessions.delete(session);
      if (!isWaiting) return;
      isWaiting = false;
      listener.onFailed(failure ?? new Error('the target closed the connection'));
    });
    return () => {
      if (!isWaiting) return;
      isWaiting = false;
      session.destroy();
    };
  }
}
