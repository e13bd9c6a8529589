import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type PackedEntry, readZip } from '../zip/read-zip.ts';

const typeMask = 0o170_000;
const linkType = 0o120_000;

/**
 * Unpacks a ZIP file into a directory, with permissions and symbolic links. Holds up the thread until it has: see
 * `unpackInWorker`.
 * @throws ZipError when it cannot be read
 */
export function unpackInto(directory: string, bytes: Uint8Array): void {
  mkdirSync(directory, { recursive: true });
  writeEntries(directory, readZip(bytes));
}

/** Writes entries of a ZIP file, none of which is there, into a directory. */
export function writeEntries(directory: string, entries: readonly PackedEntry[]): void {
  const made = new Set<string>();
  // Links come last: nothing may be written through one.
  for (const entry of [...entries.filter((one) => !isLink(one)), ...entries.filter(isLink)]) {
    const file = path.join(directory, entry.path);
    const folder = path.dirname(file);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    if (isLink(entry)) {
      symlinkSync(entry.content().toString('utf8'), file);
    } else {
      const mode = entry.mode & 0o777;
      writeFileSync(file, entry.content(), { mode });
      // The process's own mask does not apply to what the archive says.
      if ((mode & process.umask()) !== 0) chmodSync(file, mode);
    }
  }
}

export function isLink({ mode }: Pick<PackedEntry, 'mode'>): boolean {
  return (mode & typeMask) === linkType;
}
