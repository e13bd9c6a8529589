import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readZip } from '../zip/read-zip.ts';

const typeMask = 0o170_000;
const linkType = 0o120_000;

/**
 * Unpacks a ZIP file into a directory, with permissions and symbolic links.
 * @throws ZipError when it cannot be read
 */
export async function unpackInto(directory: string, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true });
  const entries = readZip(bytes);
  const made = new Set<string>();
  // Links come last: nothing may be written through one.
  const isLink = ({ mode }: { readonly mode: number }) => (mode & typeMask) === linkType;
  for (const entry of [...entries.filter((one) => !isLink(one)), ...entries.filter(isLink)]) {
    const file = path.join(directory, entry.path);
    const folder = path.dirname(file);
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
    if (isLink(entry)) {
      await symlink(entry.content().toString('utf8'), file);
    } else {
      await writeFile(file, entry.content());
      await chmod(file, entry.mode & 0o777);
    }
  }
}
