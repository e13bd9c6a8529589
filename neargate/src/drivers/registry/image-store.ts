import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { hostArchitecture } from '../../core/host-architecture.ts';
import { UserError } from '../../core/user-error.ts';
import type { ImageManifest, LocalImage } from '../image/build.ts';
import type { ImageConfig } from '../image/image-config.ts';
import type { ImageSink } from '../image/image-sink.ts';
import { moveFile } from '../image/tree-diff.ts';
import { copyTree } from '../rootfs/copy-tree.ts';
import { layerLimit } from '../rootfs/rootfs.ts';
import { unpackLayer, type LayerDeletions } from './unpack-layer.ts';
import { removeTree } from '../rootfs/remove-tree.ts';

interface ImageIndex {
  readonly manifests: readonly {
    readonly digest: string;
    readonly platform?: { readonly os: string; readonly architecture: string };
  }[];
}

/**
 * Images on disk: blobs as `<blobDirectory>/sha256/<hex>` (the layout of the registry's own store), and their unpacked
 * layers below `unpackDirectory`, each once, however many images share it.
 */
export class ImageStore implements ImageSink {
  readonly #blobFolder: string;
  readonly #unpackDirectory: string;
  readonly #unpacking = new Map<string, Promise<void>>();

  constructor(directories: { blobDirectory: string; unpackDirectory: string }) {
    this.#blobFolder = path.join(directories.blobDirectory, 'sha256');
    this.#unpackDirectory = directories.unpackDirectory;
    mkdirSync(this.#blobFolder, { recursive: true });
    mkdirSync(path.join(this.#unpackDirectory, 'layers'), { recursive: true });
    mkdirSync(path.join(this.#unpackDirectory, 'merged'), { recursive: true });
  }

  has(digest: string): boolean {
    return existsSync(this.pathOf(digest));
  }

  /** The file that holds a blob, whether it exists or not. */
  pathOf(digest: string): string {
    return path.join(this.#blobFolder, hexOf(digest));
  }

  async putBlobFile(digest: string, file: string): Promise<void> {
    if (!this.has(digest)) await moveFile(file, this.pathOf(digest));
  }

  async putBlob(content: Uint8Array): Promise<string> {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const target = this.pathOf(digest);
    if (!existsSync(target)) {
      const temporary = `${target}.${randomUUID()}.tmp`;
      writeFileSync(temporary, content);
      renameSync(temporary, target);
    }
    return digest;
  }

  putManifest(_mediaType: string, content: Uint8Array): Promise<string> {
    return this.putBlob(content);
  }

  adoptLayer(digest: string, layer: { directory: string; whiteouts: readonly string[] }): void {
    const target = this.#layerFolder(digest);
    if (existsSync(target)) return;
    const temporary = `${target}.${randomUUID()}.tmp`;
    const deletions: LayerDeletions = { whiteouts: layer.whiteouts, opaque: [] };
    writeFileSync(`${temporary}.json`, JSON.stringify(deletions));
    renameSync(`${temporary}.json`, `${target}.json`);
    symlinkSync(layer.directory, temporary);
    try {
      // Takes the place of a link whose folder has gone, with a build cache that was deleted.
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      // Another process has unpacked the very same layer meanwhile.
      if (!existsSync(target)) throw error;
    }
  }

  /**
   * Unpacks an image so that containers can be started from it. Layers that are unpacked already cost nothing.
   * @param digest of a manifest, or of an index, from which this machine's platform is taken
   * @throws UserError when the image cannot run here: no such platform, or a layer is missing or unreadable
   */
  async unpack(digest: string): Promise<LocalImage> {
    const document = this.#readJson<ImageManifest | ImageIndex>(digest);
    if ('manifests' in document) return this.unpack(choosePlatform(document, digest));
    const config = this.#readJson<ImageConfig>(document.config.digest);
    const layers: LocalImage['layers'][number][] = [];
    for (const [index, layer] of document.layers.entries()) {
      const directory = await this.#unpackOnce(layer.digest);
      const deletions = JSON.parse(readFileSync(`${directory}.json`, 'utf8')) as LayerDeletions;
      layers.push({
        digest: layer.digest,
        diffId: config.rootfs.diff_ids[index] ?? layer.digest,
        sizeBytes: statSync(this.pathOf(layer.digest)).size,
        // An adopted layer is a link.
        directory: realpathSync(directory),
        // An opaque folder deletes the folder below it and is there anew.
        whiteouts: [...deletions.whiteouts, ...deletions.opaque],
      });
    }
    return { digest, config, layers };
  }

  /**
   * The folders that make the image's root file system, lowest first. Deletions between layers are carried out, so any
   * stack of them is right.
   */
  async rootfsOf(
    digest: string,
  ): Promise<{ readonly config: ImageConfig; readonly layers: readonly string[] }> {
    const image = await this.unpack(digest);
    const directories = image.layers.map((layer) => layer.directory);
    const deletes = image.layers.some((layer) => layer.whiteouts.length > 0);
    if (!deletes && directories.length <= layerLimit) return { config: image.config, layers: directories };
    return { config: image.config, layers: [await this.#mergeOnce(image)] };
  }

  /** Unpacks a blob to `layers/<hex>` with its deletions in `layers/<hex>.json`; the folder appears last and whole. */
  async #unpackOnce(digest: string): Promise<string> {
    const directory = this.#layerFolder(digest);
    await this.#once(directory, async (temporary) => {
      if (!this.has(digest)) {
        throw new UserError(`the image's layer ${digest} is not in the registry`, {
          remedy: 'Push the image again.',
        });
      }
      const deletions = await unpackLayer(this.pathOf(digest), temporary);
      writeFileSync(`${temporary}.json`, JSON.stringify(deletions));
      renameSync(`${temporary}.json`, `${directory}.json`);
    });
    return directory;
  }

  #layerFolder(digest: string): string {
    return path.join(this.#unpackDirectory, 'layers', hexOf(digest));
  }

  async #mergeOnce(image: LocalImage): Promise<string> {
    const merged = path.join(this.#unpackDirectory, 'merged', hexOf(image.digest));
    await this.#once(merged, async (temporary) => {
      for (const { whiteouts, directory } of image.layers) {
        for (const hidden of whiteouts) removeTree(path.join(temporary, hidden));
        await copyTree(directory, temporary);
      }
    });
    return merged;
  }

  async #once(directory: string, fill: (temporary: string) => Promise<void>): Promise<void> {
    if (existsSync(directory)) return;
    let running = this.#unpacking.get(directory);
    if (running === undefined) {
      running = fillAndRename(directory, fill).finally(() => this.#unpacking.delete(directory));
      this.#unpacking.set(directory, running);
    }
    await running;
  }

  #readJson<T>(digest: string): T {
    if (!this.has(digest)) {
      throw new UserError(`image ${digest} is not in the registry`, { remedy: 'Build and push it again.' });
    }
    return JSON.parse(readFileSync(this.pathOf(digest), 'utf8')) as T;
  }
}

async function fillAndRename(directory: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${directory}.${randomUUID()}.tmp`;
  mkdirSync(temporary);
  // A link to a layer of a build cache that has been deleted.
  if (lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink() === true) rmSync(directory);
  try {
    await fill(temporary);
    renameSync(temporary, directory);
  } catch (error) {
    removeTree(temporary);
    // Another process, such as a build, may have been faster with the very same content.
    if (!existsSync(directory)) throw error;
  }
}

function choosePlatform(index: ImageIndex, digest: string): string {
  const architecture = hostArchitecture();
  const found = index.manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
  );
  if (found !== undefined) return found.digest;
  throw new UserError(`image ${digest} has no variant for linux/${architecture}, which this machine needs`, {
    remedy: `Build it with --platform linux/${architecture}.`,
  });
}

function hexOf(digest: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (hex === undefined) throw new UserError(`${digest} is not a sha256 digest`);
  return hex;
}
