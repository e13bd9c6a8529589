import { UserError } from '../../../../core/user-error.ts';
import { type DockerEnvironment, imageNamed, requireImage } from './environment.ts';
import { formatWith } from './format.ts';
import { canonicalName, familiarName, requireReference } from './image-name.ts';
import type { LocalImageRecord } from './local-images.ts';
import { parseOptions, UsageError } from './options.ts';

/** `docker images`. https://docs.docker.com/reference/cli/docker/image/ls/ */
export async function images(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, {
    all: { short: 'a', takes: 'flag' },
    quiet: { short: 'q', takes: 'flag' },
    'no-trunc': { takes: 'flag' },
    digests: { takes: 'flag' },
    filter: { short: 'f', takes: 'list' },
    format: { takes: 'value' },
  });
  const { print } = environment;
  const wanted = [...options.positionals, ...options.list('filter').map((filter) => referenceFilter(filter))];
  const records = environment.images.all().filter((record) => wanted.every((text) => matches(record, text)));
  const rows = records.map((record) => rowOf(record, environment, options.flag('no-trunc')));
  const format = options.value('format');
  if (options.flag('quiet')) for (const id of new Set(rows.map(({ ID }) => ID))) print(id);
  else if (format === 'json') for (const row of rows) print(JSON.stringify(row));
  else if (format !== undefined && !format.startsWith('table'))
    for (const row of rows) print(formatWith(format, row));
  else {
    const table = [['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE']];
    for (const { Repository, Tag, ID, CreatedAt, Size } of rows)
      table.push([Repository, Tag, ID, CreatedAt, Size]);
    for (const line of columns(table)) print(line);
  }
  return 0;
}

/** `docker tag`. https://docs.docker.com/reference/cli/docker/image/tag/ */
export async function tag(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const { positionals } = parseOptions(args, {});
  const [source, target, ...rest] = positionals;
  if (source === undefined || target === undefined || rest.length > 0)
    throw new UsageError(`"docker tag" requires exactly 2 arguments, not ${positionals.length}.`);
  const { digest } = requireImage(environment, source);
  environment.images.put({
    name: canonicalName(requireReference(target)),
    digest,
    createdAtMs: environment.nowMs(),
  });
  return 0;
}

/** `docker rmi`. https://docs.docker.com/reference/cli/docker/image/rm/ */
export async function removeImages(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, {
    force: { short: 'f', takes: 'flag' },
    'no-prune': { takes: 'flag' },
  });
  if (options.positionals.length === 0) throw new UsageError('"docker rmi" requires at least 1 argument.');
  let exitCode = 0;
  for (const text of options.positionals) {
    try {
      removeOne(text, environment);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      environment.tell(`Error response from daemon: ${error.message}`);
      if (!options.flag('force')) exitCode = 1;
    }
  }
  return exitCode;
}

function removeOne(text: string, environment: DockerEnvironment): void {
  const found = requireImage(environment, text);
  const same = environment.images.all().filter(({ digest }) => digest === found.digest);
  const byId = imageNamed(environment, text) === undefined;
  for (const { name } of byId ? same : [found]) {
    if (name === undefined) continue;
    environment.images.removeName(name);
    environment.print(`Untagged: ${familiarName(name)}`);
  }
  if (!byId && same.length > 1) return;
  environment.images.removeImage(found.digest);
  environment.print(`Deleted: ${environment.images.contentsOf(found.digest).id}`);
}

/** `docker inspect` and `docker image inspect`. https://docs.docker.com/reference/cli/docker/image/inspect/ */
export async function inspect(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, {
    format: { short: 'f', takes: 'value' },
    type: { takes: 'value' },
    size: { short: 's', takes: 'flag' },
  });
  if (options.positionals.length === 0)
    throw new UsageError('"docker inspect" requires at least 1 argument.');
  const documents = options.positionals.map((text) => describe(requireImage(environment, text), environment));
  const format = options.value('format');
  if (format === undefined || format === 'json') environment.print(JSON.stringify(documents, undefined, 4));
  else for (const document of documents) environment.print(formatWith(format, document));
  return 0;
}

function describe({ digest, createdAtMs }: LocalImageRecord, { images: known }: DockerEnvironment) {
  const { manifest, config, id } = known.contentsOf(digest);
  const named = known.all().filter((record) => record.digest === digest);
  return {
    Id: id,
    RepoTags: named.flatMap(({ name }) => (name === undefined ? [] : [familiarName(name)])),
    RepoDigests: named.flatMap(({ name, isInRegistry }) =>
      name === undefined || isInRegistry !== true ? [] : [`${repositoryOf(name)}@${digest}`],
    ),
    Created: config.created ?? new Date(createdAtMs).toISOString(),
    Architecture: config.architecture,
    Os: config.os,
    Size: manifest.layers.reduce((total, { size }) => total + size, 0),
    Config: config.config,
    RootFS: { Type: 'layers', Layers: config.rootfs.diff_ids },
  };
}

function rowOf(record: LocalImageRecord, { images: known }: DockerEnvironment, isWhole: boolean) {
  const { manifest, id } = known.contentsOf(record.digest);
  const familiar = record.name === undefined ? undefined : familiarName(record.name);
  const size = manifest.layers.reduce((total, layer) => total + layer.size, 0);
  return {
    Repository: familiar === undefined ? '<none>' : repositoryOf(familiar),
    Tag: familiar === undefined ? '<none>' : (/:([^:/]+)$/.exec(familiar)?.[1] ?? '<none>'),
    ID: isWhole ? id : id.slice('sha256:'.length).slice(0, 12),
    Digest: record.digest,
    CreatedAt: new Date(record.createdAtMs).toISOString(),
    Size: size < 1e6 ? `${(size / 1e3).toPrecision(3)}kB` : `${(size / 1e6).toPrecision(3)}MB`,
  };
}

function repositoryOf(name: string): string {
  return familiarName(name).replace(/(?:@.*|:[^:/]+)$/, '');
}

function referenceFilter(filter: string): string {
  const pattern = /^reference=(.+)$/.exec(filter)?.[1];
  if (pattern === undefined)
    throw new UserError(`Neargate's docker knows the filter reference=… alone, not ${filter}.`);
  return pattern;
}

/** A repository, a whole name, or a pattern with `*`. */
function matches({ name }: LocalImageRecord, wanted: string): boolean {
  if (name === undefined) return false;
  const familiar = familiarName(name);
  const literal = (part: string) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern = new RegExp(`^${wanted.split('*').map(literal).join('[^/]*')}$`);
  return pattern.test(familiar) || pattern.test(repositoryOf(familiar));
}

function columns(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 3))
      .join('')
      .trimEnd(),
  );
}
