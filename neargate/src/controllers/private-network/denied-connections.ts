import type { InterfaceReference } from '../../network/local-network.ts';
import type { Denial } from '../../network/verdict.ts';

/** A connection that somebody tried to make and the network did not let through. */
export interface DeniedConnection {
  /** Who tried and what it tried to reach, in words. */
  readonly from: string;
  readonly to: string;
  /** Where it came from; absent when it cannot be told. */
  readonly source: InterfaceReference | undefined;
  /** An interface's id or an address outside. */
  readonly destination: string;
  readonly port: number;
  readonly denial: Denial;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/** The latest denied connections, one entry for each pair of ends and port. */
export interface DeniedConnections {
  /** @returns whether the pair is new, or denied for another reason than before */
  record(connection: Omit<DeniedConnection, 'count' | 'firstAtMs' | 'lastAtMs'>, atMs: number): boolean;
  /** Forgets those of which `isStillDenied` is false: what has been mended is no trouble any more. */
  keep(isStillDenied: (connection: DeniedConnection) => boolean): void;
  /** The latest first. */
  list(): readonly DeniedConnection[];
}

const maxEntries = 200;

export function deniedConnections(): DeniedConnections {
  const entries = new Map<string, DeniedConnection>();
  return {
    record(connection, atMs) {
      const key = `${connection.source?.interfaceId ?? ''} ${connection.destination} ${connection.port}`;
      const before = entries.get(key);
      // Again at the end, so that the first entry is the one that has been quiet for longest.
      entries.delete(key);
      entries.set(key, {
        ...connection,
        count: (before?.count ?? 0) + 1,
        firstAtMs: before?.firstAtMs ?? atMs,
        lastAtMs: atMs,
      });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
      return before?.denial.reason !== connection.denial.reason;
    },
    keep(isStillDenied) {
      for (const [key, connection] of entries) if (!isStillDenied(connection)) entries.delete(key);
    },
    list: () => [...entries.values()].toReversed(),
  };
}
