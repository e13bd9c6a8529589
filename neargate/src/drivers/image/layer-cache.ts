import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { LayerRoot } from '../rootfs/layered-files.ts';
import { archiveLayer, type ArchivedLayer, type LayerContent } from './layer-archive.ts';
import type { ImageSink } from './image-sink.ts';
import { removeTree } from '../rootfs/remove-tree.ts';

/** The files that one instruction added, kept under a key made of everything that decides them. */
export interface CachedLayer extends LayerContent {
  readonly key: string;
}

/** Layers on disk: `<directory>/<key>/files` and `<directory>/<key>/layer.json`. A layer appears whole or not at all. */
export class LayerCache {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  find(key: string): CachedLayer | undefined {
    const folder = path.join(this.#directory, key);
    const description = path.join(folder, 'layer.json');
    if (!existsSync(description)) return undefined;
    const { whiteouts, owners } = JSON.parse(readFileSync(description, 'utf8')) as Omit<
      LayerContent,
      'directory'
    >;
    return { key, directory: path.join(folder, 'files'), whiteouts, owners };
  }

  /** A new folder on the cache's own file system for a layer in the making, with room for work beside it. */
  begin(): { readonly files: string; readonly work: string; readonly folder: string } {
    const folder = path.join(this.#directory, `.making-${randomUUID()}`);
    const files = path.join(folder, 'files');
    const work = path.join(folder, 'work');
    mkdirSync(files, { recursive: true });
    mkdirSync(work);
    return { files, work, folder };
  }

  /** Makes what was begun the layer under `key`. When another build was faster, its layer stays. */
  commit(key: string, folder: string, description: Omit<LayerContent, 'directory'>): CachedLayer {
    removeTree(path.join(folder, 'work'));
    writeFileSync(path.join(folder, 'layer.json'), JSON.stringify(description));
    const target = path.join(this.#directory, key);
    try {
      // Fails when another process was faster: a folder that holds something is never replaced.
      renameSync(folder, target);
    } catch (error) {
      removeTree(folder);
      if (this.find(key) === undefined) throw error;
    }
    return { key, directory: path.join(target, 'files'), ...description };
  }

  /** Puts the layer's archive into the sink, unless it is there from an earlier build. */
  async archive(layer: CachedLayer, sink: ImageSink): Promise<ArchivedLayer> {
    const record = path.join(path.dirname(layer.directory), 'archive.json');
    if (existsSync(record)) {
      const archived = JSON.parse(readFileSync(record, 'utf8')) as ArchivedLayer;
      if (sink.has(archived.digest)) {
        sink.adoptLayer?.(archived.digest, layer);
        return archived;
      }
    }
    const file = path.join(this.#directory, `.archive-${randomUUID()}`);
    try {
      const archived = await archiveLayer(layer, file);
      await sink.putBlobFile(archived.digest, file);
      const temporary = `${record}.${randomUUID()}.tmp`;
      writeFileSync(temporary, JSON.stringify(archived));
      renameSync(temporary, record);
      sink.adoptLayer?.(archived.digest, layer);
      return archived;
    } finally {
      rmSync(file, { force: true });
    }
  }
}

/** The stack of folders that these layers make, lowest first. */
export function layerRoots(layers: readonly LayerContent[]): LayerRoot[] {
  return layers.map((layer) => ({
    directory: layer.directory,
    deletes: layer.whiteouts.map((whiteout) => `/${whiteout}`),
  }));
}

/** A key of everything that decides a result. Parts are framed, so that moving text from one to the next changes it. */
export function cacheKey(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
