import { createHash, type Hash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  lstatSync,
  readdirSync,
  readlinkSync,
  readFileSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { pack, type Header, type Pack } from 'tar-stream';

/** Files up to this size are read at once. */
const smallFileBytes = 4 * 1024 * 1024;

export interface LayerContent {
  /** The folder with the layer's files. */
  readonly directory: string;
  /** Paths that the layer deletes from those below it, relative. */
  readonly whiteouts: readonly string[];
  /** Owners that the file system could not keep, by relative path. */
  readonly owners: Readonly<Record<string, readonly [uid: number, gid: number]>>;
}

export interface ArchivedLayer {
  /** Digest of the compressed archive: the blob's name. */
  readonly digest: string;
  /** Digest of the archive itself: the layer's name in the image configuration. */
  readonly diffId: string;
  readonly sizeBytes: number;
}

/**
 * Writes a layer as gzip-compressed tar. The same files give the same bytes: entries are sorted and carry no times.
 * Deleted paths become `.wh.` entries (OCI image-spec, layer.md, Whiteouts).
 */
export async function archiveLayer(content: LayerContent, file: string): Promise<ArchivedLayer> {
  const archive = pack();
  const diffId = createHash('sha256');
  const digest = createHash('sha256');
  const written = pipeline(
    archive,
    hashing(diffId),
    createGzip({ level: 1 }),
    hashing(digest),
    createWriteStream(file),
  );
  const filled = fillArchive(archive, content).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  await Promise.all([written, filled]);
  return {
    digest: `sha256:${digest.digest('hex')}`,
    diffId: `sha256:${diffId.digest('hex')}`,
    sizeBytes: statSync(file).size,
  };
}

async function fillArchive(archive: Pack, content: LayerContent): Promise<void> {
  const keepsOwners = process.getuid?.() === 0;
  const visit = async (relative: string) => {
    const names = readdirSync(path.join(content.directory, relative)).toSorted();
    for (const name of names) {
      const child = relative === '' ? name : `${relative}/${name}`;
      const file = path.join(content.directory, child);
      const stats = lstatSync(file);
      const [uid, gid] = content.owners[child] ?? (keepsOwners ? [stats.uid, stats.gid] : [0, 0]);
      const header = { name: child, mode: stats.mode & 0o7777, uid, gid, mtime: new Date(0) };
      if (stats.isDirectory()) {
        await addEntry(archive, { ...header, name: `${child}/`, type: 'directory' });
        await visit(child);
      } else if (stats.isSymbolicLink()) {
        await addEntry(archive, { ...header, mode: 0o777, type: 'symlink', linkname: readlinkSync(file) });
      } else if (stats.isFile() && stats.size <= smallFileBytes) {
        await addEntry(archive, { ...header, type: 'file' }, readFileSync(file));
      } else if (stats.isFile()) {
        await pipeline(createReadStream(file), archive.entry({ ...header, type: 'file', size: stats.size }));
      }
    }
  };
  await visit('');
  for (const whiteout of content.whiteouts) {
    const name = path.posix.join(path.posix.dirname(whiteout), `.wh.${path.posix.basename(whiteout)}`);
    await addEntry(
      archive,
      { name, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'file' },
      Buffer.alloc(0),
    );
  }
  archive.finalize();
}

function addEntry(archive: Pack, header: Partial<Header> & { name: string }, body?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      if (error !== null && error !== undefined) reject(error);
      else resolve();
    };
    if (body === undefined) archive.entry(header, done);
    else archive.entry(header, body, done);
  });
}

function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}
