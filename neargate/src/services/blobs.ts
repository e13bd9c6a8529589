import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Content-addressed bytes. Writing the same content twice stores it once. */
export interface BlobStore {
  /** Stores `content` and returns its digest, `sha256:` and 64 hexadecimal digits. */
  put(content: Uint8Array): string;
  /** The content, or undefined when there is none under that digest. */
  get(digest: string): Buffer | undefined;
  has(digest: string): boolean;
  /** The file that holds the content, for those who stream it. */
  pathOf(digest: string): string;
}

export function sha256Digest(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Blobs as files `<directory>/sha256/<hex>`, each put in place by a rename so that a half-written one is never seen. */
export function fileBlobStore(directory: string): BlobStore {
  const folder = path.join(directory, 'sha256');
  mkdirSync(folder, { recursive: true });
  const pathOf = (digest: string) => {
    const match = /^sha256:([0-9a-f]{64})$/.exec(digest);
    if (match?.[1] === undefined) throw new Error(`not a sha256 digest: ${digest}`);
    return path.join(folder, match[1]);
  };
  return {
    pathOf,
    put(content) {
      const digest = sha256Digest(content);
      const target = pathOf(digest);
      if (!existsSync(target)) {
        const temporary = `${target}.${process.pid}.tmp`;
        writeFileSync(temporary, content);
        renameSync(temporary, target);
      }
      return digest;
    },
    get(digest) {
      const target = pathOf(digest);
      return existsSync(target) ? readFileSync(target) : undefined;
    },
    has: (digest) => existsSync(pathOf(digest)),
  };
}
