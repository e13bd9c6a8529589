/** A name that tasks can resolve and where it leads on this machine. */
export type HostEntry = PlacedName | RecordedName | AliasedName;

/** One place. */
export interface PlacedName {
  readonly name: string;
  readonly address: string;
  /** Given where the port differs from the one that clients of the name use. */
  readonly port?: number | undefined;
}

/** Records of a private hosted zone. */
export interface RecordedName {
  readonly name: string;
  /** Of its A records. */
  readonly addresses: readonly string[];
  /** Of its SRV records; priority and weight are 1 where they are not said. */
  readonly services: readonly ServiceRecord[];
  /** Where clients of the name use another port than its addresses have: theirs → the addresses'. */
  readonly ports?: Readonly<Record<number, number>>;
  /** How many of the records an answer holds, in random order. */
  readonly answers: number;
  /** The time to live in seconds. */
  readonly ttl: number;
}

export interface ServiceRecord {
  readonly port: number;
  readonly name: string;
  readonly priority?: number;
  readonly weight?: number;
}

/** Another name for one that is looked up outside. */
export interface AliasedName {
  readonly name: string;
  readonly alias: string;
}

/** The name under which tasks find who judges their connections; `.internal` is nobody's (ICANN resolution 2024.07.29.06). */
export const judgeName = 'judge.neargate.internal';

/**
 * The table of names in the form that tasks read: a JSON object, lower-case name → `address`, `address:port`, records or an
 * alias; `*.NAME` is every name below that is not there itself
 * (drivers/task/network/preload-names.cjs). The same entries give the same text; of several entries of a name the last holds.
 */
export function hostsText(entries: readonly HostEntry[]): string {
  const table = entries
    .map(({ name, ...entry }) => [name.toLowerCase(), valueOf(entry)] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `${JSON.stringify(Object.fromEntries(table), undefined, 2)}\n`;
}

function valueOf(
  entry: Omit<PlacedName, 'name'> | Omit<RecordedName, 'name'> | Omit<AliasedName, 'name'>,
): unknown {
  if (!('address' in entry)) return entry;
  return entry.port === undefined ? entry.address : `${entry.address}:${entry.port}`;
}
