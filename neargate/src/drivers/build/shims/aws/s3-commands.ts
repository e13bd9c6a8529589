import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Session } from './call.ts';
import { CliError, ServiceError, usage } from './cli-error.ts';
import { type Filter, type Location, parseLocation, passes, s3Uri } from './s3-locations.ts';
import {
  callS3,
  listFiles,
  listObjects,
  type ObjectSettings,
  removeLocation,
  type StoredObject,
  transfer,
} from './s3-transfer.ts';
import { presignedUrl } from '../../../../core/sigv4.ts';

export interface S3Context {
  readonly session: Session;
  readonly print: (line: string) => void;
  readonly tell: (line: string) => void;
}

interface S3Options {
  readonly places: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly filters: readonly Filter[];
  readonly settings: ObjectSettings;
  readonly expiresInSeconds: number;
}

/** Options with a value that become a member of PutObject and CopyObject. */
const settingOptions: Readonly<Record<string, string>> = {
  '--acl': 'ACL',
  '--cache-control': 'CacheControl',
  '--content-disposition': 'ContentDisposition',
  '--content-encoding': 'ContentEncoding',
  '--content-language': 'ContentLanguage',
  '--content-type': 'ContentType',
  '--sse-kms-key-id': 'SSEKMSKeyId',
  '--storage-class': 'StorageClass',
};
const knownFlags = new Set([
  '--recursive',
  '--quiet',
  '--only-show-errors',
  '--no-progress',
  '--dryrun',
  '--delete',
  '--force',
  '--size-only',
  '--exact-timestamps',
  '--follow-symlinks',
  '--no-follow-symlinks',
  '--human-readable',
  '--summarize',
  '--no-guess-mime-type',
]);

/** `aws s3 …`. https://docs.aws.amazon.com/cli/latest/reference/s3/ */
export async function s3Command(args: readonly string[], context: S3Context): Promise<number> {
  const [command = '', ...rest] = args;
  const options = readOptions(rest);
  const [first = '', second = ''] = options.places;
  switch (command) {
    case 'cp':
    case 'mv':
      return copy(parseLocation(first), parseLocation(second), command === 'mv', options, context);
    case 'sync':
      return sync(parseLocation(first), parseLocation(second), options, context);
    case 'rm':
      return remove(requireS3(first), options, context);
    case 'ls':
      return list(first, options, context);
    case 'mb':
      await callS3(context.session, 'CreateBucket', { Bucket: requireS3(first).bucket });
      context.print(`make_bucket: ${requireS3(first).bucket}`);
      return 0;
    case 'rb':
      return removeBucket(requireS3(first).bucket, options, context);
    case 'presign': {
      const { bucket, key } = requireS3(first);
      const { session } = context;
      const target = new URL(
        `/${bucket}/${key
          .split('/')
          .map((part) => encodeURIComponent(part))
          .join('/')}`,
        session.endpoint,
      );
      const signer = { ...session, service: 's3', atMs: session.nowMs() };
      context.print(presignedUrl(signer, target, options.expiresInSeconds));
      return 0;
    }
    default:
      throw usage(
        `Neargate's aws does not know "s3 ${command}"; it knows cp, mv, sync, rm, ls, mb, rb and presign.`,
      );
  }
}

function readOptions(args: readonly string[]): S3Options {
  const places: string[] = [];
  const flags = new Set<string>();
  const filters: Filter[] = [];
  const settings: Record<string, unknown> = {};
  let expiresInSeconds = 3600;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    const value = () => args[(index += 1)] ?? '';
    const setting = settingOptions[word];
    if (word === '--exclude' || word === '--include')
      filters.push({ includes: word === '--include', pattern: value() });
    else if (setting !== undefined) settings[setting] = value();
    else if (word === '--sse')
      settings['ServerSideEncryption'] =
        (args[index + 1] ?? '').startsWith('aws:') || args[index + 1] === 'AES256' ? value() : 'AES256';
    else if (word === '--metadata')
      settings['Metadata'] = Object.fromEntries(
        value()
          .split(',')
          .map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
      );
    else if (word === '--expires-in') expiresInSeconds = Number(value());
    else if (knownFlags.has(word)) flags.add(word);
    else if (word.startsWith('--')) throw usage(`Unknown options: ${word}`);
    else places.push(word);
  }
  return { places, flags, filters, settings, expiresInSeconds };
}

async function copy(
  source: Location,
  target: Location,
  isMove: boolean,
  options: S3Options,
  context: S3Context,
): Promise<number> {
  const verb = isMove ? 'move' : undefined;
  if (!options.flags.has('--recursive')) {
    if (source.kind === 'file' && !existsSync(source.path))
      throw new CliError(255, `\nThe user-provided path ${source.path} does not exist.`);
    const name =
      source.kind === 's3'
        ? path.posix.basename(source.key)
        : source.kind === 'file'
          ? path.basename(source.path)
          : '';
    return carry([{ source, target: completed(target, name) }], verb, options, context);
  }
  const pairs = await pairsBelow(source, target, context.session);
  return carry(
    pairs.filter(({ relative }) => passes(relative, options.filters)),
    verb,
    options,
    context,
  );
}

interface Pair {
  readonly source: Location;
  readonly target: Location;
}

/** A target that names a folder gets the source's name. */
function completed(target: Location, name: string): Location {
  if (target.kind === 's3' && (target.key === '' || target.key.endsWith('/')))
    return { ...target, key: target.key + name };
  if (
    target.kind === 'file' &&
    (target.path.endsWith('/') || statSync(target.path, { throwIfNoEntry: false })?.isDirectory() === true)
  )
    return { kind: 'file', path: path.join(target.path, name) };
  return target;
}

async function pairsBelow(
  source: Location,
  target: Location,
  session: Session,
): Promise<(Pair & { readonly relative: string; readonly object: StoredObject })[]> {
  const objects = await objectsBelow(source, session);
  return objects.map((object) => ({
    relative: object.key,
    object,
    source: below(source, object.key),
    target: below(target, object.key),
  }));
}

/** Keys are relative to the place. */
async function objectsBelow(place: Location, session: Session): Promise<StoredObject[]> {
  if (place.kind === 'file') {
    if (statSync(place.path, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new CliError(255, `\nThe user-provided path ${place.path} does not exist.`);
    return listFiles(place.path);
  }
  if (place.kind === 'stream')
    throw usage('Streaming currently is only compatible with non-recursive cp commands');
  const prefix = folderOf(place.key);
  const objects = await listObjects(session, place.bucket, prefix);
  return objects
    .filter(({ key }) => !key.endsWith('/'))
    .map((object) => ({ ...object, key: object.key.slice(prefix.length) }));
}

function folderOf(key: string): string {
  return key === '' || key.endsWith('/') ? key : `${key}/`;
}

function below(place: Location, relative: string): Location {
  if (place.kind === 's3') return { ...place, key: folderOf(place.key) + relative };
  if (place.kind === 'file') return { kind: 'file', path: path.join(place.path, relative) };
  return place;
}

async function sync(
  source: Location,
  target: Location,
  options: S3Options,
  context: S3Context,
): Promise<number> {
  const { session } = context;
  const pairs = await pairsBelow(source, target, session);
  const isAbsent = target.kind === 'file' && !existsSync(target.path);
  const present = new Map(
    (isAbsent ? [] : await objectsBelow(target, session)).map((object) => [object.key, object]),
  );
  const wanted = pairs.filter(({ relative, object }) => {
    if (!passes(relative, options.filters)) return false;
    const there = present.get(relative);
    if (there === undefined || there.sizeBytes !== object.sizeBytes) return true;
    // S3 keeps whole seconds.
    return (
      !options.flags.has('--size-only') &&
      Math.floor(object.modifiedMs / 1000) > Math.floor(there.modifiedMs / 1000)
    );
  });
  const exitCode = await carry(wanted, undefined, options, context);
  if (!options.flags.has('--delete')) return exitCode;
  const kept = new Set(pairs.map(({ relative }) => relative));
  for (const relative of present.keys()) {
    if (kept.has(relative) || !passes(relative, options.filters)) continue;
    await deleteOne(below(target, relative), options, context);
  }
  return exitCode;
}

async function carry(
  pairs: readonly Pair[],
  verb: 'move' | undefined,
  options: S3Options,
  { session, print, tell }: S3Context,
): Promise<number> {
  let exitCode = 0;
  for (const { source, target } of pairs) {
    const word =
      verb ??
      (source.kind === 's3' && target.kind === 's3' ? 'copy' : target.kind === 's3' ? 'upload' : 'download');
    const line = `${word}: ${shown(source)} to ${shown(target)}`;
    if (options.flags.has('--dryrun')) {
      print(`(dryrun) ${line}`);
      continue;
    }
    try {
      await transfer(session, source, target, options.settings);
      if (verb === 'move') await removeLocation(session, source);
      if (!isQuiet(options) && target.kind !== 'stream') print(line);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      tell(`${word} failed: ${shown(source)} to ${shown(target)} ${error.message}`);
      exitCode = 1;
    }
  }
  return exitCode;
}

async function remove(
  place: Location & { readonly kind: 's3' },
  options: S3Options,
  context: S3Context,
): Promise<number> {
  if (!options.flags.has('--recursive')) {
    await deleteOne(place, options, context);
    return 0;
  }
  for (const { key } of await listObjects(context.session, place.bucket, place.key)) {
    if (passes(key.slice(folderOf(place.key).length), options.filters))
      await deleteOne({ ...place, key }, options, context);
  }
  return 0;
}

async function deleteOne(place: Location, options: S3Options, { session, print }: S3Context): Promise<void> {
  const isDry = options.flags.has('--dryrun');
  if (!isDry) await removeLocation(session, place);
  if (isDry || !isQuiet(options)) print(`${isDry ? '(dryrun) ' : ''}delete: ${shown(place)}`);
}

async function removeBucket(bucket: string, options: S3Options, context: S3Context): Promise<number> {
  if (options.flags.has('--force'))
    for (const { key } of await listObjects(context.session, bucket, ''))
      await deleteOne({ kind: 's3', bucket, key }, options, context);
  await callS3(context.session, 'DeleteBucket', { Bucket: bucket });
  context.print(`remove_bucket: ${bucket}`);
  return 0;
}

async function list(text: string, options: S3Options, { session, print }: S3Context): Promise<number> {
  if (text === '') {
    const { Buckets = [] } = (await callS3(session, 'ListBuckets', {})) as {
      readonly Buckets?: readonly { readonly Name?: string; readonly CreationDate?: Date }[];
    };
    for (const { Name = '', CreationDate } of Buckets)
      print(`${timeOf(CreationDate?.getTime() ?? 0)} ${Name}`);
    return 0;
  }
  const { bucket, key } = requireS3(text.startsWith('s3://') ? text : `s3://${text}`);
  const objects = await listObjects(session, bucket, key);
  const isRecursive = options.flags.has('--recursive');
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  const folders = new Set<string>();
  const lines: string[] = [];
  for (const object of objects) {
    const relative = object.key.slice(folder.length);
    const slash = relative.indexOf('/');
    if (!isRecursive && slash >= 0) folders.add(relative.slice(0, slash + 1));
    else
      lines.push(
        `${timeOf(object.modifiedMs)} ${String(object.sizeBytes).padStart(10)} ${isRecursive ? object.key : relative}`,
      );
  }
  for (const name of folders) print(`${'PRE'.padStart(30)} ${name}`);
  for (const line of lines) print(line);
  return objects.length === 0 && key !== '' ? 1 : 0;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function isQuiet({ flags }: S3Options): boolean {
  return flags.has('--quiet') || flags.has('--only-show-errors');
}

function shown(place: Location): string {
  if (place.kind === 's3') return s3Uri(place.bucket, place.key);
  if (place.kind === 'stream') return '-';
  const relative = path.relative(process.cwd(), place.path);
  return relative.includes('/') ? relative : `./${relative}`;
}

function requireS3(text: string): Location & { readonly kind: 's3' } {
  const location = parseLocation(text);
  if (location.kind !== 's3') throw usage('Invalid argument type: expected s3://BUCKET');
  return location;
}
