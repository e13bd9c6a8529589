import {
  chmodSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  symlinkSync,
  writeFileSync,
  copyFileSync,
  readlinkSync,
  rmSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';

import { lookUp, type LayerRoot } from '../rootfs/layered-files.ts';
import type { LayerContent } from './layer-archive.ts';
import { layerRoots } from './layer-cache.ts';

/** User and group by number. */
export type Owner = readonly [uid: number, gid: number];

/**
 * Fills the folder of a new layer. A folder that the layers below have too gets its attributes from there, because the
 * topmost layer that has a folder decides how it looks.
 */
export class LayerWriter {
  readonly owners: Record<string, Owner> = {};
  readonly #directory: string;
  readonly #below: readonly LayerContent[];
  readonly #belowRoots: readonly LayerRoot[];
  readonly #canChangeOwner = process.getuid?.() === 0;

  constructor(directory: string, below: readonly LayerContent[]) {
    this.#directory = directory;
    this.#below = below;
    this.#belowRoots = layerRoots(below);
  }

  /** Creates a folder and those above it. New ones belong to `owner` and have `mode`. */
  makeFolder(imagePath: string, owner: Owner = [0, 0], mode = 0o755): void {
    const relative = relativeOf(imagePath);
    if (relative === '' || existsSync(path.join(this.#directory, relative))) return;
    this.makeFolder(path.posix.dirname(`/${relative}`), owner, mode);
    const target = path.join(this.#directory, relative);
    mkdirSync(target);
    const existing = lookUp(this.#belowRoots, `/${relative}`, { followLast: false });
    if (existing?.stats.isDirectory() === true) {
      chmodSync(target, existing.stats.mode & 0o7777);
      this.#setOwner(relative, this.#ownerBelow(relative) ?? [existing.stats.uid, existing.stats.gid]);
    } else {
      chmodSync(target, mode);
      this.#setOwner(relative, owner);
    }
  }

  writeFile(imagePath: string, content: string | Uint8Array, owner: Owner, mode: number): void {
    const target = this.#prepare(imagePath, owner);
    writeFileSync(target, content);
    chmodSync(target, mode);
    this.#setOwner(relativeOf(imagePath), owner);
  }

  /**
   * Copies one file or symbolic link, or creates the folder. A file of another layer (`isImmutable`) that looks the same here
   * is shared: layers are never written to.
   */
  copy(
    source: string,
    imagePath: string,
    owner: Owner,
    mode: number | undefined,
    isImmutable: boolean,
  ): void {
    const stats = lstatSync(source);
    if (stats.isDirectory()) {
      this.makeFolder(imagePath, owner, mode ?? stats.mode & 0o7777);
      return;
    }
    if (!stats.isSymbolicLink() && !stats.isFile()) return;
    const target = this.#prepare(imagePath, owner);
    if (stats.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else if (isImmutable && this.#looksTheSame(stats, owner, mode)) {
      linkSync(source, target);
    } else {
      copyFileSync(source, target);
      chmodSync(target, mode ?? stats.mode & 0o7777);
    }
    this.#setOwner(relativeOf(imagePath), owner);
  }

  #looksTheSame(stats: Stats, owner: Owner, mode: number | undefined): boolean {
    if (mode !== undefined && mode !== (stats.mode & 0o7777)) return false;
    return !this.#canChangeOwner || (stats.uid === owner[0] && stats.gid === owner[1]);
  }

  /** The owner that a layer below recorded because the file system could not keep it; root for what it could not say. */
  #ownerBelow(relative: string): Owner | undefined {
    const recorded = this.#below.findLast((layer) => layer.owners[relative] !== undefined)?.owners[relative];
    return recorded ?? (this.#canChangeOwner ? undefined : [0, 0]);
  }

  #prepare(imagePath: string, owner: Owner): string {
    this.makeFolder(path.posix.dirname(imagePath), owner);
    const target = path.join(this.#directory, relativeOf(imagePath));
    rmSync(target, { recursive: true, force: true });
    return target;
  }

  #setOwner(relative: string, owner: Owner): void {
    if (this.#canChangeOwner) lchownSync(path.join(this.#directory, relative), owner[0], owner[1]);
    else if (owner[0] !== 0 || owner[1] !== 0) this.owners[relative] = owner;
  }
}

function relativeOf(imagePath: string): string {
  return path.posix.normalize(imagePath).replace(/^\/+/, '').replace(/\/+$/, '');
}
