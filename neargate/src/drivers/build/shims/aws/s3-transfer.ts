import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { callService, type Session } from './call.ts';
import { callAllPages } from './pagination.ts';
import { CliError } from './cli-error.ts';
import { guessContentType, type Location } from './s3-locations.ts';
import { cliServices } from './services.ts';

export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** What objects are written with: Content-Type and the like, by S3's names. */
export type ObjectSettings = Readonly<Record<string, unknown>>;

function s3() {
  const service = cliServices['s3api'];
  if (service === undefined) throw new CliError(255, 's3 is not served');
  return service;
}

export function callS3(session: Session, operation: string, input: Readonly<Record<string, unknown>>) {
  return callService(session, s3(), operation, input);
}

/** Every object below a prefix. */
export async function listObjects(session: Session, bucket: string, prefix: string): Promise<StoredObject[]> {
  const input = { Bucket: bucket, Prefix: prefix };
  const output = (await callAllPages(session, s3(), 'ListObjectsV2', input, { paginates: true })) as {
    readonly Contents?: readonly {
      readonly Key?: string;
      readonly Size?: number;
      readonly LastModified?: Date;
    }[];
  };
  return (output.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
    key: Key,
    sizeBytes: Size,
    modifiedMs: LastModified?.getTime() ?? 0,
  }));
}

/** Files below a folder, relative, with slashes. Symbolic links are followed, as the CLI does. */
export function listFiles(directory: string, below = ''): StoredObject[] {
  return readdirSync(path.join(directory, below), { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry): StoredObject[] => {
      const relative = below === '' ? entry.name : `${below}/${entry.name}`;
      const stats = statSync(path.join(directory, relative), { throwIfNoEntry: false });
      if (stats?.isDirectory() === true) return listFiles(directory, relative);
      return stats?.isFile() === true
        ? [{ key: relative, sizeBytes: stats.size, modifiedMs: stats.mtimeMs }]
        : [];
    });
}

/** One object or file from there to here. */
export async function transfer(
  session: Session,
  source: Location,
  target: Location,
  settings: ObjectSettings,
): Promise<void> {
  if (source.kind === 's3' && target.kind === 's3') {
    await callS3(session, 'CopyObject', {
      Bucket: target.bucket,
      Key: target.key,
      CopySource: `${source.bucket}/${source.key
        .split('/')
        .map((part) => encodeURIComponent(part))
        .join('/')}`,
      ...settings,
    });
    return;
  }
  if (target.kind === 's3') {
    const content = source.kind === 'file' ? readFileSync(source.path) : readFileSync(0);
    const type = source.kind === 'file' ? guessContentType(source.path) : undefined;
    await callS3(session, 'PutObject', {
      Bucket: target.bucket,
      Key: target.key,
      ...(type === undefined ? {} : { ContentType: type }),
      ...settings,
      Body: content,
    });
    return;
  }
  if (source.kind !== 's3') throw new CliError(252, 'Error: Invalid argument type: neither is in S3');
  const { Body, LastModified } = (await callS3(session, 'GetObject', {
    Bucket: source.bucket,
    Key: source.key,
  })) as {
    readonly Body?: Buffer;
    readonly LastModified?: Date;
  };
  const content = Body ?? Buffer.alloc(0);
  if (target.kind === 'stream') {
    await new Promise<void>((resolve) => process.stdout.write(content, () => resolve()));
    return;
  }
  mkdirSync(path.dirname(target.path), { recursive: true });
  writeFileSync(target.path, content);
  // `sync` compares times.
  if (LastModified !== undefined) utimesSync(target.path, LastModified, LastModified);
}

export async function removeLocation(session: Session, location: Location): Promise<void> {
  if (location.kind === 's3')
    await callS3(session, 'DeleteObject', { Bucket: location.bucket, Key: location.key });
  else if (location.kind === 'file') rmSync(location.path, { force: true });
}
