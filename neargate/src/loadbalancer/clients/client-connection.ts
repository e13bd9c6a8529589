import type { Expiring } from '../deadlines.ts';

/** A client's connection, as its listener keeps it. */
export interface ClientConnection extends Expiring {
  /** Closes after what is in flight; at once when there is nothing. */
  shutDown(): void;
  destroy(): void;
}
