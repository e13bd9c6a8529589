import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A name that tasks can resolve and where it leads on this machine. */
export interface HostEntry {
  readonly name: string;
  readonly address: string;
  /** Given where the port differs from the one that clients of the name use. */
  readonly port?: number | undefined;
}

/** The name under which tasks find who judges their connections; `.internal` is nobody's (ICANN resolution 2024.07.29.06). */
export const judgeName = 'judge.neargate.internal';

/**
 * The table of names in the form that tasks read: a JSON object, lower-case name → `address` or `address:port`
 * (drivers/task/process/preload.cjs). The same entries give the same text.
 */
export function hostsText(entries: readonly HostEntry[]): string {
  const table = entries
    .map(({ name, address, port }): [string, string] => [
      name.toLowerCase(),
      port === undefined ? address : `${address}:${port}`,
    ])
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(table), undefined, 2)}\n`;
}

/** Replaces the file at once: a task that reads it meanwhile gets the old one or the new one, whole. */
export function writeHostsFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  // Tasks may run as any user.
  writeFileSync(unfinished, text, { mode: 0o644 });
  renameSync(unfinished, file);
}
