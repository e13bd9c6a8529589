import type { Expiring } from '../deadlines.ts';

/** A client's connection, as its listener keeps it. */
export interface ClientConnection extends Expiring {
  /** Closes after what is in flight; at once when there is nothing. */
  shutDown(): void;
  destroy(): void;
}

/** An IPv4 client on a dual-stack socket is shown as `::ffff:192.0.2.7`. */
export function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
