import {
  chmodSync,
  createReadStream,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { extract, type Header } from 'tar-stream';

import { UserError } from '../../core/user-error.ts';
import { lookUp } from '../rootfs/layered-files.ts';

/** What a layer takes away from those below it. Paths are relative. */
export interface LayerDeletions {
  /** Deleted files and folders. */
  readonly whiteouts: readonly string[];
  /** Folders whose content below is hidden. */
  readonly opaque: readonly string[];
}

/**
 * Unpacks a layer's archive into an empty folder. Entries cannot leave the folder, whatever their names and links say.
 * Owners are kept when run as root; devices are left out.
 * Source: https://github.com/opencontainers/image-spec/blob/main/layer.md
 */
export async function unpackLayer(archive: string, directory: string): Promise<LayerDeletions> {
  const whiteouts: string[] = [];
  const opaque: string[] = [];
  const writer = new LayerUnpacker(directory);
  const entries = extract();
  const read = pipeline(createReadStream(archive), await decompressor(archive), entries);
  // A failure to read also ends the loop below, which is where it is reported.
  read.catch(() => undefined);
  for await (const entry of entries) {
    const relative = relativeName(entry.header.name);
    const name = path.posix.basename(relative);
    if (name === '.wh..wh..opq') opaque.push(path.posix.dirname(relative));
    else if (name.startsWith('.wh.'))
      whiteouts.push(path.posix.join(path.posix.dirname(relative), name.slice(4)));
    else if (relative !== '') await writer.write(relative, entry);
    entry.resume();
  }
  await read;
  writer.finish();
  return { whiteouts, opaque };
}

async function decompressor(archive: string): Promise<NodeJS.ReadWriteStream> {
  const handle = await open(archive);
  const head = Buffer.alloc(4);
  try {
    await handle.read(head, 0, 4, 0);
  } finally {
    await handle.close();
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip();
  if (head.readUInt32BE(0) === 0x28b52ffd) {
    throw new UserError('the image has a layer compressed with zstd, which this Node cannot read', {
      remedy: 'Push it with gzip layers: docker buildx build --output type=registry,compression=gzip',
    });
  }
  return new PassThrough();
}

/** `./a/../b` and `/b` are `b`: nothing above the root. */
function relativeName(name: string): string {
  return path.posix.normalize(`/${name}`).slice(1).replace(/\/$/, '');
}

class LayerUnpacker {
  readonly #directory: string;
  readonly #keepsOwners = process.getuid?.() === 0;
  readonly #parents = new Map<string, string>();
  /** Modes of folders are set last, so that one without write permission can still be filled. */
  readonly #folderModes = new Map<string, number>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async write(relative: string, entry: AsyncIterable<unknown> & { readonly header: Header }): Promise<void> {
    const { header } = entry;
    const target = path.join(this.#parentOf(relative), path.posix.basename(relative));
    const existing = lstatSync(target, { throwIfNoEntry: false });
    if (existing !== undefined && !(existing.isDirectory() && header.type === 'directory')) {
      rmSync(target, { recursive: true });
    }
    switch (header.type) {
      case 'directory':
        mkdirSync(target, { recursive: true });
        this.#folderModes.set(target, header.mode & 0o7777);
        break;
      case 'symlink':
        symlinkSync(header.linkname, target);
        break;
      case 'link': {
        const source = lookUp([{ directory: this.#directory }], `/${relativeName(header.linkname)}`, {
          followLast: false,
        });
        if (source === undefined)
          throw new Error(`layer has a link to ${header.linkname}, which it does not hold`);
        linkSync(source.hostPath, target);
        return;
      }
      case 'file':
      case 'contiguous-file':
        writeFileSync(target, await readBody(entry));
        chmodSync(target, header.mode & 0o7777);
        break;
      default:
        return;
    }
    this.#keepOwner(target, header);
  }

  finish(): void {
    for (const [folder, mode] of this.#folderModes) chmodSync(folder, mode);
  }

  #keepOwner(target: string, header: Header): void {
    if (!this.#keepsOwners) return;
    lchownSync(target, header.uid, header.gid);
    // A change of owner clears the set-user-id bit.
    if (header.type !== 'symlink' && (header.mode & 0o6000) !== 0) chmodSync(target, header.mode & 0o7777);
  }

  /** The folder on the host for a path's parent, created when missing; symbolic links stay inside the layer. */
  #parentOf(relative: string): string {
    const parent = path.posix.dirname(relative);
    if (parent === '.') return this.#directory;
    const known = this.#parents.get(parent);
    if (known !== undefined) return known;
    const found = lookUp([{ directory: this.#directory }], `/${parent}`);
    let folder = found?.stats.isDirectory() === true ? found.hostPath : undefined;
    if (folder === undefined) {
      folder = path.join(this.#parentOf(parent), path.posix.basename(parent));
      rmSync(folder, { force: true });
      mkdirSync(folder, { recursive: true });
    }
    this.#parents.set(parent, folder);
    return folder;
  }
}

async function readBody(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
