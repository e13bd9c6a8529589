import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImageManifest } from '../../../image/build.ts';
import type { ImageConfig } from '../../../image/image-config.ts';
import type { ImageStore } from '../../../registry/image-store.ts';

/** An image that this machine knows, by a name or without one. */
export interface LocalImageRecord {
  /** Canonical; undefined for an image that only has its id. */
  readonly name?: string;
  /** Of the manifest. */
  readonly digest: string;
  readonly createdAtMs: number;
  /** Whether the registry that the name says has it too. */
  readonly isInRegistry?: boolean;
}

export interface ImageContents {
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  /** What docker calls the image's id: the digest of its configuration. */
  readonly id: string;
}

/**
 * The images that docker knows on this machine: which name stands for which manifest. One small file per name, each put in
 * place by a rename, so that builds at the same time do not disturb each other.
 */
export class LocalImages {
  readonly #names: string;
  readonly #images: string;
  readonly #store: ImageStore;

  constructor(dockerDirectory: string, store: ImageStore) {
    this.#names = path.join(dockerDirectory, 'names');
    this.#images = path.join(dockerDirectory, 'images');
    this.#store = store;
    mkdirSync(this.#names, { recursive: true });
    mkdirSync(this.#images, { recursive: true });
  }

  /** Gives an image a name, or notes that there is an image without one. */
  put(record: LocalImageRecord): void {
    if (record.name === undefined) write(this.#fileOfImage(record.digest), record);
    else write(this.#fileOfName(record.name), record);
  }

  named(name: string): LocalImageRecord | undefined {
    const record = read(this.#fileOfName(name));
    return record !== undefined && this.#store.has(record.digest) ? record : undefined;
  }

  /** Takes a name away. The image stays known by its id while another name has it. */
  removeName(name: string): void {
    rmSync(this.#fileOfName(name), { force: true });
  }

  removeImage(digest: string): void {
    rmSync(this.#fileOfImage(digest), { force: true });
  }

  /** Every name, and every image without one, newest first. */
  all(): LocalImageRecord[] {
    const records = [this.#names, this.#images].flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => read(path.join(folder, file))),
    );
    const present = records.filter(
      (record): record is LocalImageRecord => record !== undefined && this.#store.has(record.digest),
    );
    const withName = new Set(present.flatMap(({ name, digest }) => (name === undefined ? [] : [digest])));
    return present
      .filter(({ name, digest }) => name !== undefined || !withName.has(digest))
      .toSorted((left, right) => right.createdAtMs - left.createdAtMs);
  }

  contentsOf(digest: string): ImageContents {
    const manifest = this.#readJson(digest) as ImageManifest;
    const config = this.#readJson(manifest.config.digest) as ImageConfig;
    return { manifest, config, id: manifest.config.digest };
  }

  /** Finds an image by the beginning of its id or by its manifest's digest. */
  withId(text: string): LocalImageRecord | undefined {
    const hex = text.replace(/^sha256:/, '');
    if (!/^[0-9a-f]{4,64}$/.test(hex)) return undefined;
    const isMeant = (digest: string) => digest.slice('sha256:'.length).startsWith(hex);
    return this.all().find(({ digest }) => isMeant(digest) || isMeant(this.contentsOf(digest).id));
  }

  #fileOfName(name: string): string {
    return path.join(this.#names, `${encodeURIComponent(name)}.json`);
  }

  #fileOfImage(digest: string): string {
    return path.join(this.#images, `${digest.slice('sha256:'.length)}.json`);
  }

  #readJson(digest: string): unknown {
    return JSON.parse(readFileSync(this.#store.pathOf(digest), 'utf8')) as unknown;
  }
}

function write(file: string, record: LocalImageRecord): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(record));
  renameSync(temporary, file);
}

function read(file: string): LocalImageRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LocalImageRecord;
  } catch {
    return undefined;
  }
}
