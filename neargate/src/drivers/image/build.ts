import { hostArchitecture } from '../../core/host-architecture.ts';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Rootfs } from '../rootfs/rootfs.ts';
import { hostBaseFor } from './base-images.ts';
import { BuildError } from './build-error.ts';
import { splitPair } from './config-instructions.ts';
import type { CopySource } from './copy-plan.ts';
import { IgnoreRules } from './dockerignore.ts';
import { HOST_BASE_LABEL, type ContainerConfig, type ImageConfig } from './image-config.ts';
import type { ImageSink } from './image-sink.ts';
import type { ArchivedLayer } from './layer-archive.ts';
import { cacheKey, LayerCache, layerRoots } from './layer-cache.ts';
import { LayerWriter } from './layer-writer.ts';
import { parseDockerfile, type Instruction, type ParsedDockerfile, type Stage } from './parse.ts';
import { expandWord, splitWords, SubstitutionError } from './shell-words.ts';
import { buildStage, type StageContext, type StageLayer, type StageState } from './stage-builder.ts';

const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
const configMediaType = 'application/vnd.oci.image.config.v1+json';
const layerMediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Changes when the way layers are made does, so that an older cache is not used. */
const builderVersion = 'host-builder-1';

export interface BuildRequest {
  readonly contextDirectory: string;
  /** Path of the Dockerfile, absolute or relative to the context. */
  readonly dockerfile?: string;
  /** The stage to build; the last one when absent. */
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Such as `linux/amd64`. The image is labelled with it; nothing is emulated. The build platform when absent. */
  readonly platform?: string;
  /** Of the machine that builds, as `BUILDPLATFORM` says it; this one's when absent. */
  readonly buildPlatform?: string;
  /** Added to those of the Dockerfile; they win. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Carries every step out again. What it makes is not found by later builds either. */
  readonly noCache?: boolean;
  /** Holds npm's downloads for all builds; and layers and cache mounts, unless these have a folder of their own. */
  readonly cacheDirectory: string;
  /** Where layers and cache mounts are kept between builds instead. */
  readonly layerCacheDirectory?: string;
  /** Layers that were made under another one are not used. */
  readonly cacheGeneration?: string;
  readonly rootfs: Rootfs;
  readonly sink: ImageSink;
  /** Finds a base image in the local registry. */
  readonly resolveImage?: (reference: string) => Promise<LocalImage | undefined>;
  /** The environment of Neargate, for proxy and certificate settings. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly onOutput: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** An image of the local registry, unpacked. */
export interface LocalImage {
  readonly digest: string;
  readonly config: ImageConfig;
  /** Lowest first. */
  readonly layers: readonly (ArchivedLayer & {
    readonly directory: string;
    /** Paths that the layer deletes from those below it, relative. */
    readonly whiteouts: readonly string[];
  })[];
}

export interface ImageManifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface BuildResult {
  /** The manifest's digest, which names the image. */
  readonly digest: string;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

/**
 * Builds an image from a Dockerfile with this machine's programs in place of the base image's, and stores it in the
 * sink. The same input gives the same digest; steps whose input has not changed come from the cache.
 * @throws BuildError with the place in the Dockerfile for all that the user can correct
 */
export async function buildImage(request: BuildRequest): Promise<BuildResult> {
  const build = new Build(request);
  return build.run();
}

class Build {
  readonly #request: BuildRequest;
  readonly #cache: LayerCache;
  readonly #parsed: ParsedDockerfile;
  readonly #context: CopySource;
  readonly #buildArgs: ReadonlyMap<string, string>;
  readonly #globalArgs: ReadonlyMap<string, string>;
  readonly #platform: { readonly os: string; readonly architecture: string };
  readonly #builtStages = new Map<Stage, Promise<StageState>>();
  /** What has been said of base images. */
  readonly #notes = new Set<string>();
  readonly #layerCacheDirectory: string;
  /** What every key of the cache begins with. */
  readonly #cacheVersion: string;

  constructor(request: BuildRequest) {
    this.#request = request;
    const generation = request.noCache === true ? randomUUID() : request.cacheGeneration;
    this.#cacheVersion = generation === undefined ? builderVersion : `${builderVersion} ${generation}`;
    this.#layerCacheDirectory = request.layerCacheDirectory ?? request.cacheDirectory;
    this.#cache = new LayerCache(path.join(this.#layerCacheDirectory, 'layers'));
    const { file, source } = readDockerfile(request);
    this.#parsed = parseDockerfile(source, file);
    const rules = readIgnoreRules(request.contextDirectory, file);
    this.#context = {
      roots: [{ directory: path.resolve(request.contextDirectory) }],
      includes: (relative) => !rules.ignores(relative),
    };
    const buildPlatform = request.buildPlatform ?? `linux/${hostArchitecture()}`;
    const [os = 'linux', architecture = hostArchitecture()] = (request.platform ?? buildPlatform).split('/');
    this.#platform = { os, architecture };
    this.#buildArgs = new Map(Object.entries(request.buildArgs ?? {}));
    this.#globalArgs = this.#readGlobalArgs(buildPlatform);
  }

  async run(): Promise<BuildResult> {
    const { target } = this.#request;
    const stage =
      target === undefined
        ? this.#parsed.stages.at(-1)
        : this.#parsed.stages.find(
            (candidate, index) => candidate.name === target.toLowerCase() || String(index) === target,
          );
    if (stage === undefined) {
      const file = this.#parsed.stages[0]?.from.file ?? 'Dockerfile';
      throw new BuildError(
        `target stage "${String(target)}" could not be found`,
        { file, line: 1, source: '' },
        'Name one of the stages of the Dockerfile.',
      );
    }
    this.#beginNeeded(stage, new Set());
    const state = await this.#buildStage(stage);
    return this.#writeImage(state);
  }

  /** Begins every stage that `stage` needs at once, as BuildKit does: they wait for each other where they must. */
  #beginNeeded(stage: Stage, seen: Set<Stage>): void {
    if (seen.has(stage)) return;
    seen.add(stage);
    const names = [
      splitWords(stage.from.text)[0],
      ...stage.instructions.map(({ flags }) => flags.get('from')),
    ];
    for (const name of names) {
      const earlier = name === undefined ? undefined : this.#earlierStage(name, stage);
      if (earlier !== undefined) this.#beginNeeded(earlier, seen);
    }
    // Whoever needs the stage sees its failure.
    this.#buildStage(stage).catch(() => undefined);
  }

  async #writeImage(state: StageState): Promise<BuildResult> {
    const { sink } = this.#request;
    const layers: ArchivedLayer[] = [];
    for (const layer of state.layers) layers.push(layer.archived ?? (await this.#cache.archive(layer, sink)));
    const config: ImageConfig = {
      ...this.#platform,
      config: withLabels(withoutEmpty(state.config), this.#request.labels),
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
      history: [...state.history],
    };
    const configBytes = Buffer.from(JSON.stringify(config));
    const manifest: ImageManifest = {
      schemaVersion: 2,
      mediaType: manifestMediaType,
      config: {
        mediaType: configMediaType,
        digest: await sink.putBlob(configBytes),
        size: configBytes.length,
      },
      layers: layers.map((layer) => ({
        mediaType: layerMediaType,
        digest: layer.digest,
        size: layer.sizeBytes,
      })),
    };
    const digest = await sink.putManifest(manifestMediaType, Buffer.from(JSON.stringify(manifest)));
    this.#request.onOutput(`writing image ${digest}`);
    return { digest, manifest, config };
  }

  /** Builds a stage once, and first what it needs of others. */
  #buildStage(stage: Stage): Promise<StageState> {
    const begun = this.#builtStages.get(stage) ?? this.#executeStage(stage);
    this.#builtStages.set(stage, begun);
    return begun;
  }

  async #executeStage(stage: Stage): Promise<StageState> {
    const request = this.#request;
    const context: StageContext = {
      rootfs: request.rootfs,
      cache: this.#cache,
      npmCacheDirectory: path.join(request.cacheDirectory, 'npm'),
      mountCacheDirectory: path.join(
        this.#layerCacheDirectory,
        'mounts',
        ...(request.cacheGeneration === undefined ? [] : [request.cacheGeneration]),
      ),
      hostEnvironment: request.hostEnvironment,
      onOutput: request.onOutput,
      signal: request.signal,
      buildContext: this.#context,
      findSource: (name, instruction) => this.#findSource(name, stage, instruction),
      buildArgs: this.#buildArgs,
      globalArgs: this.#globalArgs,
      stageName: stage.name ?? `stage-${this.#parsed.stages.indexOf(stage)}`,
    };
    return buildStage(await this.#baseOf(stage), stage.instructions, context);
  }

  async #baseOf(stage: Stage): Promise<StageState> {
    const { from } = stage;
    const reference = this.#expand(splitWords(from.text)[0] ?? '', from);
    const earlier = this.#earlierStage(reference, stage);
    if (earlier !== undefined) return this.#buildStage(earlier);
    return this.#baseImage(reference, from);
  }

  async #baseImage(reference: string, instruction: Instruction): Promise<StageState> {
    const history: StageState['history'] = [];
    if (reference === 'scratch') {
      return {
        key: cacheKey(this.#cacheVersion, 'scratch'),
        config: {},
        layers: [],
        history,
        baseName: reference,
        hostBase: undefined,
      };
    }
    const local = await this.#request.resolveImage?.(reference);
    if (local !== undefined) return stateOfLocalImage(reference, local, this.#cacheVersion);
    const hostBase = hostBaseFor(reference, process.version);
    if (hostBase === undefined) {
      throw new BuildError(
        `base image ${reference} is not available without Docker`,
        instruction,
        'Use node, alpine, debian or scratch, push the image to the local registry first, or run with the docker driver.',
      );
    }
    // Several stages may have the same base.
    if (!this.#notes.has(hostBase.note)) this.#request.onOutput(hostBase.note);
    this.#notes.add(hostBase.note);
    const key = cacheKey(this.#cacheVersion, JSON.stringify(hostBase));
    const layer = this.#cache.find(key) ?? this.#writeBaseLayer(key, hostBase.files);
    return {
      key,
      config: hostBase.config,
      layers: [layer],
      history: [{ created_by: `FROM ${reference}` }],
      baseName: reference,
      hostBase,
    };
  }

  #writeBaseLayer(key: string, files: NonNullable<StageState['hostBase']>['files']): StageLayer {
    const { files: directory, folder } = this.#cache.begin();
    const writer = new LayerWriter(directory, []);
    for (const file of files) {
      const owner = [file.owner, file.owner] as const;
      if (file.content === undefined) writer.makeFolder(file.path, owner, file.mode);
      else writer.writeFile(file.path, file.content, owner, file.mode);
    }
    return this.#cache.commit(key, folder, { whiteouts: [], owners: writer.owners });
  }

  async #findSource(
    name: string,
    stage: Stage,
    instruction: Instruction,
  ): Promise<{ key: string; source: CopySource }> {
    const earlier = this.#earlierStage(name, stage);
    const state =
      earlier === undefined ? await this.#baseImage(name, instruction) : await this.#buildStage(earlier);
    return { key: state.key, source: { roots: layerRoots(state.layers), includes: () => true } };
  }

  /** A stage before this one, by its name or number. */
  #earlierStage(name: string, stage: Stage): Stage | undefined {
    const before = this.#parsed.stages.slice(0, this.#parsed.stages.indexOf(stage));
    return before.findLast(
      (candidate, index) => candidate.name === name.toLowerCase() || String(index) === name,
    );
  }

  #readGlobalArgs(buildPlatform: string): Map<string, string> {
    const { os, architecture } = this.#platform;
    const globals = new Map([
      ['TARGETPLATFORM', `${os}/${architecture}`],
      ['TARGETOS', os],
      ['TARGETARCH', architecture],
      ['BUILDPLATFORM', buildPlatform],
      ['BUILDOS', 'linux'],
      ['BUILDARCH', buildPlatform.slice(buildPlatform.indexOf('/') + 1)],
    ]);
    for (const instruction of this.#parsed.globalArgs) {
      for (const word of splitWords(instruction.text)) {
        const [name, fallback] = splitPair(word);
        const value =
          this.#buildArgs.get(name) ??
          (word.includes('=') ? this.#expand(fallback, instruction, globals) : undefined);
        if (value !== undefined) globals.set(name, value);
      }
    }
    return globals;
  }

  #expand(text: string, instruction: Instruction, variables = this.#globalArgs): string {
    try {
      return expandWord(text, variables);
    } catch (error) {
      if (!(error instanceof SubstitutionError)) throw error;
      throw new BuildError(error.message, instruction, 'Correct the instruction.', { cause: error });
    }
  }
}

function stateOfLocalImage(reference: string, image: LocalImage, cacheVersion: string): StageState {
  const layers = image.layers.map((layer): StageLayer => {
    const { digest, diffId, sizeBytes, directory, whiteouts } = layer;
    return { key: digest, directory, whiteouts, owners: {}, archived: { digest, diffId, sizeBytes } };
  });
  return {
    key: cacheKey(cacheVersion, image.digest),
    config: image.config.config,
    layers,
    history: image.config.history ?? [],
    baseName: reference,
    hostBase: hostBaseOfLabels(image.config.config),
  };
}

/** An image that was itself built on the host's programs still needs them. */
function hostBaseOfLabels(config: ContainerConfig): StageState['hostBase'] {
  const label = config.Labels?.[HOST_BASE_LABEL];
  return label === undefined ? undefined : hostBaseFor(label, process.version);
}

function readDockerfile(request: BuildRequest): { file: string; source: string } {
  const file = path.resolve(request.contextDirectory, request.dockerfile ?? 'Dockerfile');
  if (!existsSync(file)) {
    throw new BuildError(
      `failed to read dockerfile: open ${path.basename(file)}: no such file or directory`,
      { file, line: 1, source: '' },
      'Check the build context and the name of the Dockerfile.',
    );
  }
  return { file, source: readFileSync(file, 'utf8') };
}

/** `<Dockerfile>.dockerignore` goes before the context's own `.dockerignore`. */
function readIgnoreRules(contextDirectory: string, dockerfile: string): IgnoreRules {
  const candidates = [`${dockerfile}.dockerignore`, path.join(contextDirectory, '.dockerignore')];
  const found = candidates.find((candidate) => existsSync(candidate));
  return new IgnoreRules(found === undefined ? '' : readFileSync(found, 'utf8'));
}

function withLabels(config: ContainerConfig, labels: BuildRequest['labels']): ContainerConfig {
  return labels === undefined || Object.keys(labels).length === 0
    ? config
    : { ...config, Labels: { ...config.Labels, ...labels } };
}

function withoutEmpty(config: ContainerConfig): ContainerConfig {
  return config.Cmd?.length === 0
    ? Object.fromEntries(Object.entries(config).filter(([name]) => name !== 'Cmd'))
    : config;
}
