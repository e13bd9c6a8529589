import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SocketAddress } from '../places.ts';
import { ReadBuffer } from '../read-buffer.ts';

const readBufferBytes = 65_536;

/** Who a connection to a target works for at the moment. */
export interface UpstreamOwner {
  onUpstreamConnected(): void;
  /** Bytes `[0, end)` of the buffer, which is overwritten afterwards unless `keepReadBuffer` was called. */
  onUpstreamBytes(bytes: Buffer, end: number): void;
  /** The connection is gone; `error` is absent when the target closed it in order. Called once. */
  onUpstreamClosed(error: NodeJS.ErrnoException | undefined): void;
  onUpstreamDrained(): void;
}

export interface DialOptions {
  readonly address: SocketAddress;
  /** TLS to the target; its certificate is not verified, as ALB does not. */
  readonly secure: boolean;
  readonly onread: { buffer: () => Uint8Array; callback: (byteCount: number, buffer: Uint8Array) => boolean };
}

/** Opens a connection to a target. Tests replace it. */
export type Dial = (options: DialOptions) => Socket;

export const dialTcp: Dial = ({ address, secure, onread }) => {
  if (!secure) return connect({ host: address.host, port: address.port, noDelay: true, onread });
  const socket = connectTls({ host: address.host, port: address.port, rejectUnauthorized: false });
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => onread.callback(chunk.length, chunk));
  return socket;
};

/** One connection to a target: used by one owner at a time, idle in the target's pool in between. */
export class UpstreamConnection {
  owner: UpstreamOwner | undefined;
  isOpen = false;
  /** It has carried a request before, so the target may have closed it unseen. */
  wasUsed = false;
  /** Set by the pool: called when an idle connection ends, or says something unasked. */
  onIdleEnd: (() => void) | undefined;
  /** Epoch milliseconds since when it has been idle. */
  idleSince = 0;

  private readonly socket: Socket;
  private readonly readBuffer = new ReadBuffer(readBufferBytes);
  private isGone = false;
  private error: NodeJS.ErrnoException | undefined;

  constructor(dial: Dial, address: SocketAddress, secure: boolean, owner: UpstreamOwner) {
    this.owner = owner;
    this.socket = dial({
      address,
      secure,
      onread: {
        buffer: () => this.readBuffer.next(),
        callback: (byteCount, buffer) => this.onBytes(byteCount, buffer as Buffer),
      },
    });
    this.socket.on(secure ? 'secureConnect' : 'connect', () => {
      this.isOpen = true;
      this.owner?.onUpstreamConnected();
    });
    this.socket.on('drain', () => this.owner?.onUpstreamDrained());
    this.socket.on('error', (error) => {
      this.error = error;
    });
    this.socket.on('end', () => this.gone());
    this.socket.on('close', () => this.gone());
  }

  /** Whether more bytes wait to be sent than should. */
  get isBacklogged(): boolean {
    return this.socket.writableNeedDrain && this.socket.writableLength > 0;
  }

  /** Whether all that was written has left for the kernel, so that its memory may be written over. */
  get isFlushed(): boolean {
    return this.socket.writableLength === 0;
  }

  writeText(text: string): void {
    this.socket.write(text, 'latin1');
  }

  writeBytes(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The bytes given last are still referred to: the next read uses other memory. */
  keepReadBuffer(): void {
    this.readBuffer.keep();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.end();
  }

  /** Ends the connection without telling the owner. */
  destroy(): void {
    this.owner = undefined;
    this.onIdleEnd = undefined;
    this.isGone = true;
    this.isOpen = false;
    this.socket.destroy();
  }

  private onBytes(byteCount: number, buffer: Buffer): boolean {
    if (this.owner === undefined) this.gone();
    else this.owner.onUpstreamBytes(buffer, byteCount);
    return true;
  }

  private gone(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.isOpen = false;
    const { owner, onIdleEnd } = this;
    this.owner = undefined;
    this.onIdleEnd = undefined;
    owner?.onUpstreamClosed(this.error);
    onIdleEnd?.();
    // A tunnel's other side may still be writing; everything else is over.
    if (owner === undefined || this.socket.writableLength === 0) this.socket.destroy();
  }
}
