import { readFileSync } from 'node:fs';
import { UserError } from '../../../../core/user-error.ts';
import { clientFor, type DockerEnvironment, notServedHere } from './environment.ts';
import { canonicalName, familiarName, requireReference } from './image-name.ts';
import type { LocalImageRecord } from './local-images.ts';
import { parseOptions, UsageError } from './options.ts';
import type { RegistryClient } from './registry-client.ts';

/** `docker push`. https://docs.docker.com/reference/cli/docker/image/push/ */
export async function push(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, {
    'all-tags': { short: 'a', takes: 'flag' },
    quiet: { short: 'q', takes: 'flag' },
    'disable-content-trust': { takes: 'flag' },
    platform: { takes: 'value' },
  });
  const [text, ...rest] = options.positionals;
  if (text === undefined || rest.length > 0)
    throw new UsageError(`"docker push" requires exactly 1 argument, not ${options.positionals.length}.`);
  const reference = requireReference(text);
  if (!options.flag('all-tags')) {
    await pushImage(canonicalName(reference), environment, options.flag('quiet'));
    return 0;
  }
  if (/:[^/]+$/.test(text)) throw new UsageError("tag can't be used with --all-tags/-a");
  const prefix = `${reference.registry}/${reference.repository}:`;
  const names = environment.images
    .all()
    .flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name] : []));
  if (names.length === 0) throw noLocalImage(`${reference.registry}/${reference.repository}`);
  for (const name of names) await pushImage(name, environment, options.flag('quiet'));
  return 0;
}

/**
 * Sends an image to the registry of its name. What the repository has already is not sent again.
 * @throws UserError in docker's words
 */
export async function pushImage(
  name: string,
  environment: DockerEnvironment,
  isQuiet = false,
): Promise<void> {
  const { images, print } = environment;
  const { registry, repository, tag = 'latest' } = requireReference(name);
  const say = isQuiet ? () => undefined : print;
  say(`The push refers to repository [${familiarName(`${registry}/${repository}`)}]`);
  const record = images.named(name);
  if (record === undefined) throw noLocalImage(`${registry}/${repository}`);
  const client = clientFor(environment, registry);
  if (client === undefined) throw notServedHere(registry);
  try {
    await client.ping();
    const size = await send(client, repository, tag, record, environment, say);
    images.put({ ...record, isInRegistry: true });
    if (isQuiet) print(name);
    else print(`${tag}: digest: ${record.digest} size: ${size}`);
  } finally {
    client.close();
  }
}

async function send(
  client: RegistryClient,
  repository: string,
  tag: string,
  { digest }: LocalImageRecord,
  { images, store }: DockerEnvironment,
  say: (line: string) => void,
): Promise<number> {
  const { manifest, config } = images.contentsOf(digest);
  await Promise.all(
    manifest.layers.map(async (layer, index) => {
      const shortId = (config.rootfs.diff_ids[index] ?? layer.digest).slice('sha256:'.length).slice(0, 12);
      if (await client.hasBlob(repository, layer.digest)) {
        say(`${shortId}: Layer already exists`);
        return;
      }
      await client.putBlob(repository, layer.digest, store.pathOf(layer.digest));
      say(`${shortId}: Pushed`);
    }),
  );
  const configDigest = manifest.config.digest;
  if (!(await client.hasBlob(repository, configDigest)))
    await client.putBlob(repository, configDigest, store.pathOf(configDigest));
  const content = readFileSync(store.pathOf(digest));
  const accepted = await client.putManifest(repository, tag, manifest.mediaType, content);
  if (accepted !== digest) throw new UserError(`the registry took ${accepted} where ${digest} was sent`);
  return content.length;
}

function noLocalImage(name: string): UserError {
  return new UserError(`An image does not exist locally with the tag: ${familiarName(name)}`);
}
