import path from 'node:path';
import { AwsError } from '../../core/aws-error.ts';
import type { Logger } from '../../core/logger.ts';
import { UserError } from '../../core/user-error.ts';
import { BuildError } from '../../drivers/image/build-error.ts';
import type { BuildResult, LocalImage } from '../../drivers/image/build.ts';
import { type ImageBuilder, imageBuilder } from '../../drivers/image/builder-process.ts';
import type { ImageStore } from '../../drivers/registry/image-store.ts';
import type { RootfsChoice } from '../../drivers/rootfs/select.ts';
import { resolveImage } from '../../services/ecr/resolve-image.ts';
import { type RepositoryRow } from '../../services/ecr/store.ts';
import { imageArchitecture } from '../../services/ecs/runtime-platform.ts';
import { ecsTableNames, ecsTables } from '../../services/ecs/store.ts';
import type { Change } from '../../store/table.ts';
import type { ControlPlane } from '../control-plane.ts';
import { hostArchitecture } from '../../core/host-architecture.ts';
import { entryPoint } from '../entry-points.ts';
import { findBuildContext } from './build-context.ts';
import { buildspecFoldersOf } from './buildspec-folders.ts';
import { type ImageNeed, imageNeeds } from './image-needs.ts';
import { pushImage } from './push-image.ts';
import { redeploy } from './redeploy.ts';

export interface ServiceImagesOptions {
  readonly plane: ControlPlane;
  readonly images: ImageStore;
  readonly rootfs: RootfsChoice;
  readonly cacheDirectory: string;
  readonly blobDirectory: string;
  readonly unpackDirectory: string;
  /** The Terraform directory whose services' images are built; the application lies around it. */
  readonly terraformDirectory: string;
  readonly log: Logger;
  readonly onEvent: (event: ImageEvent) => void;
}

/** What happens to an image, for whoever watches. */
export type ImageEvent =
  | { readonly kind: 'building'; readonly repository: string; readonly contextDirectory: string }
  | { readonly kind: 'output'; readonly repository: string; readonly line: string }
  | {
      readonly kind: 'ready';
      readonly repository: string;
      readonly tag: string;
      readonly digest: string;
      /** Whether the tag did not point at this image before. */
      readonly isNew: boolean;
      readonly tookMs: number;
    }
  | ({ readonly kind: 'failed' } & ImageFailure);

/** Why an image that a service runs could not be built or pushed. */
export interface ImageFailure {
  readonly repository: string;
  readonly reference: string;
  readonly cause: string;
  /** `file:line` of the Dockerfile. */
  readonly place?: string;
  readonly remedy?: string;
}

/** Builds the images of services from their Dockerfiles and keeps them up to date, in place of a pipeline. */
export interface ServiceImages {
  /** Resolves when the reference needs no build or its build has ended, well or not. */
  whenBuilt(scope: string, reference: string): Promise<void>;
  /** Looks at every service again: builds what changed, pushes it, and deploys it where older images run. */
  refresh(): Promise<void>;
  failures(): readonly ImageFailure[];
  /**
   * Says who makes the images: `pipeline` when a pipeline of the configuration or somebody else does, as on AWS; then nothing is built here. Until
   * it is said, nothing is built and `whenBuilt` waits.
   */
  leaveTo(builder: 'pipeline' | 'neargate'): void;
  stop(): Promise<void>;
}

/** Of tasks whose definition does not name one. */
const usualPlatform = `linux/${imageArchitecture(undefined)}`;

export function serviceImages(options: ServiceImagesOptions): ServiceImages {
  return new Builder(options);
}

class Builder implements ServiceImages {
  readonly #options: ServiceImagesOptions;
  /** The latest piece of work per reference. */
  readonly #work = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, ImageFailure>();
  readonly #builds = new Map<string, Promise<BuildResult>>();
  readonly #builder: ImageBuilder;
  readonly #stopping = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #decided: Promise<void>;
  #decide: () => void = () => undefined;
  #builtBy: 'undecided' | 'pipeline' | 'neargate' = 'undecided';

  constructor(options: ServiceImagesOptions) {
    this.#options = options;
    this.#builder = imageBuilder({
      ...options,
      modulePath: entryPoint('builder'),
      resolveImage: (reference) => this.#localImage(reference),
    });
    this.#decided = new Promise((resolve) => {
      this.#decide = resolve;
    });
    this.#unsubscribe = options.plane.store.subscribe((changes) => {
      for (const change of changes) this.#onChange(change);
    });
  }

  leaveTo(builder: 'pipeline' | 'neargate'): void {
    this.#builtBy = builder;
    if (builder === 'pipeline') this.#failures.clear();
    this.#decide();
    this.#startMissing();
  }

  async whenBuilt(scope: string, reference: string): Promise<void> {
    await this.#decided;
    // A task may ask in the very turn in which its service was made.
    this.#startMissing();
    await this.#work.get(keyOf(scope, reference));
  }

  async refresh(): Promise<void> {
    if (this.#builtBy !== 'neargate') return;
    await Promise.all(this.#needs().map((need) => this.#start(need)));
  }

  failures(): readonly ImageFailure[] {
    return [...this.#failures.values()];
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#decide();
    this.#stopping.abort(new Error('stopping'));
    await this.#builder.stop();
    await Promise.allSettled([...this.#work.values(), ...this.#builds.values()]);
  }

  #onChange({ table, before, after }: Change): void {
    if (after === undefined || this.#builtBy !== 'neargate' || this.#stopping.signal.aborted) return;
    if (table === ecsTableNames.services) this.#startMissing();
    else if (table === 'ecr.repositories' && before === undefined) this.#buildAhead(after as RepositoryRow);
  }

  #needs(): readonly ImageNeed[] {
    const { plane } = this.#options;
    return plane.store
      .scopes(ecsTableNames.services)
      .flatMap((scope) => imageNeeds(ecsTables(plane.store, scope), scope, plane));
  }

  #startMissing(): void {
    if (this.#builtBy !== 'neargate' || this.#stopping.signal.aborted) return;
    for (const need of this.#needs()) {
      if (!this.#work.has(keyOf(need.registryScope, need.reference))) void this.#start(need);
    }
  }

  /** One piece of work per reference at a time; never rejects. */
  #start(need: ImageNeed): Promise<void> {
    const key = keyOf(need.registryScope, need.reference);
    const work = (this.#work.get(key) ?? Promise.resolve()).then(() => this.#provide(need));
    this.#work.set(key, work);
    return work;
  }

  /** The repository is there long before the service: its image is made while databases are. A failure shows when it is needed. */
  #buildAhead({ repositoryName }: RepositoryRow): void {
    const context = findBuildContext({
      repositoryName,
      containerNames: [],
      terraformDirectory: this.#options.terraformDirectory,
      buildspecFolders: [],
    });
    if (!context.found || !namesMatch(context.contextDirectory, repositoryName)) return;
    this.#build(repositoryName, context, usualPlatform).catch(() => undefined);
  }

  async #provide(need: ImageNeed): Promise<void> {
    const { plane, images, onEvent, terraformDirectory } = this.#options;
    const { repositoryName, reference, registryScope, tag } = need;
    const begunAtMs = plane.clock.now();
    try {
      const context = findBuildContext({
        repositoryName,
        containerNames: need.containerNames,
        terraformDirectory,
        buildspecFolders: buildspecFoldersOf(plane, registryScope, repositoryName),
      });
      if (!context.found) {
        if (this.#isInRegistry(need)) return;
        throw new UserError(`There is no Dockerfile to build the image ${reference} from.`, {
          remedy: `Put one into a folder named ${repositoryName.split('/').at(-1)} beside the Terraform directory, or push the image to ${reference}.`,
        });
      }
      const built = await this.#build(repositoryName, context, need.platform);
      this.#stopping.signal.throwIfAborted();
      const isNew = await pushImage(plane, images, registryScope, { repositoryName, tag, built });
      this.#failures.delete(keyOf(registryScope, reference));
      const tookMs = plane.clock.now() - begunAtMs;
      onEvent({ kind: 'ready', repository: repositoryName, tag, digest: built.digest, isNew, tookMs });
      for (const serviceArn of need.serviceArns) await redeploy(plane, serviceArn, reference, built.digest);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const failure = failureOf(need, error);
      if (failure === undefined) this.#options.log.error('building an image failed', { reference, error });
      else {
        this.#failures.set(keyOf(registryScope, reference), failure);
        onEvent({ kind: 'failed', ...failure });
      }
    }
  }

  /** Builds of one context share their work: a build that is under way is not begun again. */
  #build(
    repository: string,
    context: { readonly contextDirectory: string; readonly dockerfile: string },
    platform: string,
  ): Promise<BuildResult> {
    const key = `${context.dockerfile} ${platform}`;
    const running = this.#builds.get(key);
    if (running !== undefined) return running;
    const { onEvent } = this.#options;
    onEvent({ kind: 'building', repository, contextDirectory: context.contextDirectory });
    const { contextDirectory, dockerfile } = context;
    const build = this.#builder
      .build({ contextDirectory, dockerfile, platform }, (line) =>
        onEvent({ kind: 'output', repository, line }),
      )
      .finally(() => this.#builds.delete(key));
    this.#builds.set(key, build);
    return build;
  }

  async #localImage(reference: string): Promise<LocalImage | undefined> {
    const { plane, images } = this.#options;
    const { accountId, region } = plane.settings;
    const home = { accountId, region, gatewayUrl: plane.gatewayUrl };
    const resolution = resolveImage(plane.store, home, reference, hostArchitecture());
    if (resolution.kind !== 'found') return undefined;
    const { manifest, manifestMediaType, imageDigest } = resolution.image;
    await images.putManifest(manifestMediaType, Buffer.from(manifest));
    return images.unpack(imageDigest);
  }

  #isInRegistry({ registryScope, reference, platform }: ImageNeed): boolean {
    const { plane } = this.#options;
    const [accountId = '', region = ''] = registryScope.split('/');
    const home = { accountId, region, gatewayUrl: plane.gatewayUrl };
    return resolveImage(plane.store, home, reference, platform.slice('linux/'.length)).kind === 'found';
  }
}

function keyOf(scope: string, reference: string): string {
  return `${scope} ${reference}`;
}

function namesMatch(contextDirectory: string, repositoryName: string): boolean {
  return path.basename(contextDirectory) === repositoryName.split('/').at(-1);
}

/** What the user can correct; undefined for a bug of ours. */
function failureOf({ repositoryName, reference }: ImageNeed, error: unknown): ImageFailure | undefined {
  const common = { repository: repositoryName, reference };
  if (error instanceof BuildError) {
    const { message, file, line, remedy } = error;
    return { ...common, cause: message, place: `${file}:${line}`, remedy };
  }
  if (error instanceof UserError) {
    const { message, remedy } = error;
    return { ...common, cause: message, ...(remedy === undefined ? {} : { remedy }) };
  }
  if (error instanceof AwsError && error.code === 'ImageTagAlreadyExistsException') {
    return {
      ...common,
      cause: error.message,
      remedy: 'Name another tag in the task definition, or make the tags of the repository mutable.',
    };
  }
  return error instanceof AwsError ? { ...common, cause: error.message } : undefined;
}
