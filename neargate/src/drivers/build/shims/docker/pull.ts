import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImageReference } from '../../../../core/image-reference.ts';
import { UserError } from '../../../../core/user-error.ts';
import { hostBaseFor } from '../../../image/base-images.ts';
import type { ImageManifest } from '../../../image/build.ts';
import type { ImageStore } from '../../../registry/image-store.ts';
import { clientFor, type DockerEnvironment, notServedHere } from './environment.ts';
import { canonicalName, familiarName, requireReference } from './image-name.ts';
import { nativeArchitecture } from './native-platform.ts';
import { parseOptions, UsageError } from './options.ts';
import type { Manifest, RegistryClient } from './registry-client.ts';

/** `docker pull`. https://docs.docker.com/reference/cli/docker/image/pull/ */
export async function pull(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, {
    quiet: { short: 'q', takes: 'flag' },
    platform: { takes: 'value' },
    'all-tags': { short: 'a', takes: 'flag' },
    'disable-content-trust': { takes: 'flag' },
  });
  const [text, ...rest] = options.positionals;
  if (text === undefined || rest.length > 0)
    throw new UsageError(`"docker pull" requires exactly 1 argument, not ${options.positionals.length}.`);
  if (options.flag('all-tags')) throw new UserError("Neargate's docker pulls one image at a time.");
  const reference = requireReference(text);
  const name = canonicalName(reference);
  const digest = await pullImage(reference, environment);
  if (digest !== undefined) {
    if (!options.flag('quiet')) {
      environment.print(`Digest: ${digest}`);
      environment.print(`Status: Image is up to date for ${familiarName(name)}`);
    }
    environment.print(name);
    return 0;
  }
  const base = hostBaseFor(familiarName(name), process.version) ?? hostBaseFor(text, process.version);
  if (base === undefined) throw notServedHere(reference.registry);
  environment.tell(`${text} is not pulled: ${base.note}`);
  return 0;
}

/**
 * Takes an image of the native platform from the registry that the gateway serves; what is here already is not taken
 * again. Resolves to its digest, or to undefined when the registry is another one.
 * @throws UserError in docker's words
 */
export async function pullImage(
  reference: ImageReference,
  environment: DockerEnvironment,
): Promise<string | undefined> {
  const { registry, repository, tag, digest } = reference;
  const client = clientFor(environment, registry);
  if (client === undefined) return undefined;
  try {
    const name = canonicalName(reference);
    const top = await client.getManifest(repository, digest ?? tag ?? 'latest');
    if (top === undefined)
      throw new UserError(`manifest for ${name} not found: manifest unknown: Requested image not found`);
    const manifest = await platformManifest(
      client,
      repository,
      top,
      name,
      nativeArchitecture(environment.variables),
    );
    const { config, layers } = JSON.parse(manifest.text) as ImageManifest;
    for (const blob of [config, ...layers]) await takeBlob(client, repository, blob.digest, environment);
    const stored = await environment.store.putManifest(manifest.mediaType, Buffer.from(manifest.text));
    environment.images.put({ name, digest: stored, createdAtMs: environment.nowMs(), isInRegistry: true });
    return stored;
  } finally {
    client.close();
  }
}

async function platformManifest(
  client: RegistryClient,
  repository: string,
  top: Manifest,
  name: string,
  architecture: string,
): Promise<Manifest> {
  const { manifests } = JSON.parse(top.text) as {
    readonly manifests?: readonly {
      readonly digest: string;
      readonly platform?: { readonly os: string; readonly architecture: string };
    }[];
  };
  if (manifests === undefined) return top;
  const fitting = manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
  );
  const found = fitting && (await client.getManifest(repository, fitting.digest));
  if (found !== undefined) return found;
  throw new UserError(
    `no matching manifest for linux/${architecture} in the manifest list entries of ${name}`,
  );
}

async function takeBlob(
  client: RegistryClient,
  repository: string,
  digest: string,
  { store, setup }: DockerEnvironment,
): Promise<void> {
  if (store.has(digest)) return;
  const file = path.join(setup.dockerDirectory, `.pull-${process.pid}-${digest.slice(7, 19)}`);
  try {
    await receive(client, repository, digest, file, store);
  } finally {
    rmSync(file, { force: true });
  }
}

async function receive(
  client: RegistryClient,
  repository: string,
  digest: string,
  file: string,
  store: ImageStore,
): Promise<void> {
  const hash = createHash('sha256');
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const written = pipeline(counting, createWriteStream(file));
  await Promise.all([client.getBlob(repository, digest, counting), written]);
  const actual = `sha256:${hash.digest('hex')}`;
  if (actual !== digest) throw new UserError(`the registry gave ${actual} where ${digest} was asked for`);
  await store.putBlobFile(digest, file);
}
