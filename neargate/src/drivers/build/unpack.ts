import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readZip } from '../zip/read-zip.ts';

const typeMask = 0o170_000;
const linkType = 0o120_000;

/** Files written between two turns of the event loop: one call to the thread pool for each file would take several times as long. */
const filesPerTurn = 32;

/**
 * Unpacks a ZIP file into a directory, with permissions and symbolic links.
 * @throws ZipError when it cannot be read
 */
export async function unpackInto(directory: string, bytes: Uint8Array): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const entries = readZip(bytes);
  const made = new Set<string>();
  // Links come last: nothing may be written through one.
  const isLink = ({ mode }: { readonly mode: number }) => (mode & typeMask) === linkType;
  let written = 0;
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
    written += 1;
    if (written % filesPerTurn === 0) await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
