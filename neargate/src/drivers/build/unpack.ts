import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readZip } from '../zip/read-zip.ts';

const typeMask = 0o170_000;
const linkType = 0o120_000;

/**
 * Unpacks a ZIP file into a directory, with permissions and symbolic links. Holds up the thread until it has: see
 * `unpackInWorker`.
 * @throws ZipError when it cannot be read
 */
export function unpackInto(directory: string, bytes: Uint8Array): void {
  mkdirSync(directory, { recursive: true });
  const entries = readZip(bytes);
  const made = new Set<string>();
  // Links come last: nothing may be written through one.
  const isLink = ({ mode }: { readonly mode: number }) => (mode & typeMask) === linkType;
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
