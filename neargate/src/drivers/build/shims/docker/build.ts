import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../../../core/user-error.ts';
import { type BuildResult, buildImage, type LocalImage } from '../../../image/build.ts';
import { rootfsOf } from '../../../rootfs/select.ts';
import type { DockerEnvironment } from './environment.ts';
import { canonicalName, familiarName, requireReference } from './image-name.ts';
import { nativeArchitecture } from './native-platform.ts';
import { type OptionTable, type ParsedOptions, parseOptions, UsageError } from './options.ts';
import { pullImage } from './pull.ts';
import { pushImage } from './push.ts';

/** The options that mean something here. */
const understood = {
  tag: { short: 't', takes: 'list' },
  file: { short: 'f', takes: 'value' },
  'build-arg': { takes: 'list' },
  label: { takes: 'list' },
  target: { takes: 'value' },
  platform: { takes: 'list' },
  quiet: { short: 'q', takes: 'flag' },
  'no-cache': { takes: 'flag' },
  pull: { takes: 'flag' },
  push: { takes: 'flag' },
  iidfile: { takes: 'value' },
  'metadata-file': { takes: 'value' },
} as const satisfies OptionTable;

/** Options about how an engine works; without one there is nothing for them to change. */
const withoutEffect = {
  builder: { takes: 'value' },
  'cache-from': { takes: 'list' },
  'cache-to': { takes: 'list' },
  compress: { takes: 'flag' },
  'cpu-period': { takes: 'value' },
  'cpu-quota': { takes: 'value' },
  'cpu-shares': { short: 'c', takes: 'value' },
  'disable-content-trust': { takes: 'flag' },
  'force-rm': { takes: 'flag' },
  load: { takes: 'flag' },
  memory: { short: 'm', takes: 'value' },
  'memory-swap': { takes: 'value' },
  network: { takes: 'value' },
  progress: { takes: 'value' },
  provenance: { takes: 'value' },
  rm: { takes: 'flag' },
  sbom: { takes: 'value' },
  'shm-size': { takes: 'value' },
  ulimit: { takes: 'list' },
} as const satisfies OptionTable;

/** Options whose absence would be noticed in the image. */
const refused = {
  'add-host': { takes: 'list' },
  'build-context': { takes: 'list' },
  output: { short: 'o', takes: 'list' },
  secret: { takes: 'list' },
  squash: { takes: 'flag' },
  ssh: { takes: 'list' },
} as const satisfies OptionTable;

/** `docker build`, in this process. https://docs.docker.com/reference/cli/docker/buildx/build/ */
export async function build(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, { ...understood, ...withoutEffect, ...refused });
  for (const name of Object.keys(refused)) {
    if (options.value(name) !== undefined)
      throw new UserError(`Neargate's docker does not know --${name} of docker build.`, {
        remedy: 'Leave it away, or use the installed docker with NEARGATE_DOCKER=engine.',
      });
  }
  if (options.value('network') === 'none')
    environment.tell('note: --network none is not enforced: RUN reaches the network');
  const names = options.list('tag').map((tag) => canonicalName(requireReference(tag)));
  const context = contextOf(options.positionals);
  try {
    const result = await run(options, context.directory, context.dockerfile, environment);
    record(result, names, options, environment);
    if (options.flag('push')) for (const name of names) await pushImage(name, environment);
    return 0;
  } finally {
    context.dispose();
  }
}

interface BuildContext {
  readonly directory: string;
  /** Of a Dockerfile that came through standard input. */
  readonly dockerfile?: string;
  dispose(): void;
}

function contextOf(positionals: readonly string[]): BuildContext {
  const [place, ...rest] = positionals;
  if (place === undefined || rest.length > 0)
    throw new UsageError(`"docker build" requires exactly 1 argument, not ${positionals.length}.`);
  if (/^(?:https?|git|ssh):\/\/|^git@/.test(place))
    throw new UserError(`Neargate's docker builds from a folder, not from ${place}.`, {
      remedy: 'Clone it first and give the folder.',
    });
  if (place === '-') {
    const directory = mkdtempSync(path.join(tmpdir(), 'docker-build-'));
    const dockerfile = path.join(directory, 'Dockerfile');
    writeFileSync(dockerfile, readFileSync(0));
    return { directory, dockerfile, dispose: () => rmSync(directory, { recursive: true, force: true }) };
  }
  const directory = path.resolve(place);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`unable to prepare context: path "${place}" not found`);
  return { directory, dispose: () => undefined };
}

async function run(
  options: ParsedOptions,
  contextDirectory: string,
  givenDockerfile: string | undefined,
  environment: DockerEnvironment,
): Promise<BuildResult> {
  const { setup, store, variables } = environment;
  const file = options.value('file');
  const dockerfile =
    givenDockerfile ?? (file === undefined ? undefined : dockerfileOf(file, contextDirectory));
  const target = options.value('target');
  const platform = platformOf(options, variables);
  const output = environment.tell;
  // With --quiet the lines are kept for the case that the build fails.
  const lines: string[] = [];
  const onOutput = options.flag('quiet') ? (line: string) => lines.push(line) : output;
  try {
    return await buildImage({
      contextDirectory,
      ...(dockerfile === undefined ? {} : { dockerfile }),
      ...(target === undefined || target === '' ? {} : { target }),
      ...(platform === undefined ? {} : { platform }),
      buildPlatform: `linux/${nativeArchitecture(variables)}`,
      buildArgs: buildArgsOf(options, variables),
      labels: pairsOf(options.list('label')),
      noCache: options.flag('no-cache'),
      cacheDirectory: setup.cacheDirectory,
      ...layerCacheOf(variables),
      rootfs: rootfsOf(setup.rootfs),
      sink: store,
      resolveImage: (reference) => baseImage(reference, options.flag('pull'), environment),
      hostEnvironment: variables,
      onOutput,
    });
  } catch (error) {
    for (const line of lines) output(line);
    throw error;
  }
}

/** What the build's project has said about layers of earlier builds. */
function layerCacheOf({
  NEARGATE_LAYER_CACHE: directory,
  NEARGATE_LAYER_CACHE_SINCE: generation,
}: NodeJS.ProcessEnv): { layerCacheDirectory?: string; cacheGeneration?: string } {
  return {
    ...(directory === undefined ? {} : { layerCacheDirectory: directory }),
    ...(generation === undefined ? {} : { cacheGeneration: generation }),
  };
}

/** `-f` is relative to where docker is run; older scripts count on it being found in the context too. */
function dockerfileOf(file: string, contextDirectory: string): string {
  const here = path.resolve(file);
  return statSync(here, { throwIfNoEntry: false }) === undefined
    ? path.resolve(contextDirectory, file)
    : here;
}

/** An image of this machine, or of the registry that the gateway serves; undefined leaves the choice to the builder. */
async function baseImage(
  reference: string,
  pullsAlways: boolean,
  environment: DockerEnvironment,
): Promise<LocalImage | undefined> {
  const { images, store } = environment;
  const parsed = requireReference(reference);
  const name = canonicalName(parsed);
  const local = pullsAlways ? undefined : images.named(name);
  if (local !== undefined) return store.unpack(local.digest);
  const pulled = await pullImage(parsed, environment);
  return pulled === undefined ? undefined : store.unpack(pulled);
}

function platformOf(options: ParsedOptions, variables: NodeJS.ProcessEnv): string | undefined {
  const given = options.list('platform');
  const platforms = (given.length > 0 ? given : [variables['DOCKER_DEFAULT_PLATFORM'] ?? '']).flatMap(
    (list) => list.split(','),
  );
  if (platforms.length > 1)
    throw new UserError(
      `Neargate's docker builds for one platform at a time, not for ${platforms.join(', ')}.`,
      {
        remedy: 'Name one with --platform.',
      },
    );
  return platforms[0] === '' ? undefined : platforms[0];
}

/** `NAME` alone takes the value of the environment, when it has one. */
function buildArgsOf(options: ParsedOptions, variables: NodeJS.ProcessEnv): Record<string, string> {
  const args = options.list('build-arg').flatMap((arg): [string, string][] => {
    if (arg.includes('=')) return [split(arg)];
    const value = variables[arg];
    return value === undefined ? [] : [[arg, value]];
  });
  return Object.fromEntries(args);
}

function pairsOf(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(list.map((pair) => split(pair)));
}

function split(pair: string): [string, string] {
  const index = pair.indexOf('=');
  return index < 0 ? [pair, ''] : [pair.slice(0, index), pair.slice(index + 1)];
}

function record(
  { digest, manifest }: BuildResult,
  names: readonly string[],
  options: ParsedOptions,
  { images, nowMs, print, tell }: DockerEnvironment,
): void {
  const createdAtMs = nowMs();
  images.put({ digest, createdAtMs });
  for (const name of names) {
    images.put({ name, digest, createdAtMs });
    if (!options.flag('quiet')) tell(`naming to ${familiarName(name)} done`);
  }
  const id = manifest.config.digest;
  if (options.flag('quiet')) print(id);
  const iidFile = options.value('iidfile');
  if (iidFile !== undefined) writeFileSync(iidFile, id);
  const metadataFile = options.value('metadata-file');
  if (metadataFile === undefined) return;
  const metadata = {
    'containerimage.config.digest': id,
    'containerimage.digest': digest,
    'image.name': names.join(','),
  };
  writeFileSync(metadataFile, `${JSON.stringify(metadata, undefined, 2)}\n`);
}
