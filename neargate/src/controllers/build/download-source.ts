import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectSource } from '@aws-sdk/client-codebuild';
import type { GetObjectOutput, ListObjectsV2Output } from '@aws-sdk/client-s3';
import { parseArn } from '../../core/arn.ts';
import { AwsError } from '../../core/aws-error.ts';
import { codecommitAuthorization } from '../../core/codecommit-password.ts';
import type { SigningKeyPair } from '../../core/sigv4.ts';
import type { KeptSource } from '../../drivers/build/kept-source.ts';
import type { Unpack } from '../../drivers/build/unpack-worker.ts';
import { parseCloneReference } from '../../drivers/git/clone-reference.ts';
import { ZipError } from '../../drivers/zip/read-zip.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import { deniedSource } from './build-network.ts';
import { cloneRepository } from './clone-repository.ts';
import { PhaseFailure } from './environment.ts';
import type { SourceDirectories } from './standard-variables.ts';

export interface SourceRequest {
  readonly context: OperationContext;
  readonly unpack: Unpack;
  /** What an earlier build has left of the primary source. */
  readonly kept: KeptSource;
  readonly row: BuildRow;
  /** Of the service role's session; git shows them to CodeCommit. */
  readonly credentials: SigningKeyPair;
  /** The build's own folder. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** A line of the build's log. */
  readonly say: (line: string) => void;
}

export interface DownloadedSource extends SourceDirectories {
  /** The commit or object version that was taken, where it is known. */
  readonly resolvedVersion?: string;
}

/**
 * Puts the build's sources into fresh folders.
 * @throws PhaseFailure in CodeBuild's words when one cannot be had
 */
export async function downloadSource(request: SourceRequest): Promise<DownloadedSource> {
  const { row, directory } = request;
  const { source, sourceVersion, secondarySources, secondarySourceVersions } = row.settings;
  const primary = primaryDirectory(request);
  await mkdir(primary, { recursive: true });
  const secondary: Record<string, { directory: string; version: string }> = {};
  const place = (name: string) => path.join(directory, 'secondary', name);
  let resolvedVersion: string | undefined;
  for (const artifact of row.pipelineInput?.artifacts ?? []) {
    const isPrimary = artifact.name === row.pipelineInput?.primary;
    const target = isPrimary ? primary : place(artifact.name);
    const version = `arn:aws:s3:::${artifact.bucket}/${artifact.key}`;
    const commit = await fromPipeline(request, artifact, target);
    if (isPrimary) resolvedVersion = commit;
    else secondary[artifact.name] = { directory: target, version };
  }
  if (source.type !== 'CODEPIPELINE')
    resolvedVersion = await fromSource(request, source, sourceVersion, primary);
  for (const other of secondarySources) {
    const name = other.sourceIdentifier ?? '';
    const given = secondarySourceVersions.find(({ sourceIdentifier }) => sourceIdentifier === name);
    const version = given?.sourceVersion;
    const resolved = await fromSource(request, other, version, place(name));
    secondary[name] = { directory: place(name), version: version ?? resolved ?? '' };
  }
  return { primary, secondary, ...(resolvedVersion === undefined ? {} : { resolvedVersion }) };
}

function primaryDirectory({ directory }: SourceRequest): string {
  return path.join(directory, 'src');
}

/** An input artifact is a ZIP file, or names a commit to clone. Resolves to the commit. */
async function fromPipeline(
  request: SourceRequest,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  target: string,
): Promise<string | undefined> {
  requireWayToBucket(request, bucket, key);
  const { bytes } = readObject(request.context, bucket, key, undefined);
  const reference = parseCloneReference(bytes);
  if (reference === undefined) {
    await unzip(request, target, bytes, key);
    return undefined;
  }
  if (parseArn(reference.repositoryArn)?.service === 'codecommit')
    requireWayToCodecommit(request, reference.cloneUrl);
  return cloneRepository({
    ...request,
    url: reference.cloneUrl,
    authorization: authorizationFor(request, reference.repositoryArn, reference.cloneUrl),
    version: reference.commitId,
    depth: 0,
    target,
  });
}

async function fromSource(
  request: SourceRequest,
  source: ProjectSource,
  version: string | undefined,
  target: string,
): Promise<string | undefined> {
  await mkdir(target, { recursive: true });
  switch (source.type) {
    case 'CODECOMMIT':
      return fromCodecommit(request, source, version, target);
    case 'S3':
      return fromBucket(request, source.location ?? '', version, target);
    case 'NO_SOURCE':
      return undefined;
    default:
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `Neargate does not download sources of type ${source.type ?? ''}: use CODECOMMIT, CODEPIPELINE, S3 or NO_SOURCE, or override the source with sourceTypeOverride and sourceLocationOverride`,
      );
  }
}

function fromCodecommit(
  request: SourceRequest,
  { location = '', gitCloneDepth, gitSubmodulesConfig }: ProjectSource,
  version: string | undefined,
  target: string,
): Promise<string> {
  const { context, credentials } = request;
  const url = localCloneUrl(context, location);
  requireWayToCodecommit(request, location);
  return cloneRepository({
    ...request,
    url,
    authorization: codecommitAuthorization(url, context.caller.region, credentials, context.clock.now()),
    version,
    depth: gitCloneDepth ?? 0,
    submodules: gitSubmodulesConfig?.fetchSubmodules ?? false,
    target,
  });
}

/** What a repository of CodeCommit is shown; the directory behind a connection is shown nothing. */
function authorizationFor(
  { context, credentials }: SourceRequest,
  repositoryArn: string,
  url: string,
): string | undefined {
  const arn = parseArn(repositoryArn);
  if (arn?.service !== 'codecommit') return undefined;
  return codecommitAuthorization(url, arn.region, credentials, context.clock.now());
}

/** Whatever the host says, a CodeCommit repository is the local one of that name. */
function localCloneUrl({ gatewayUrl }: OperationContext, location: string): string {
  const name = /\/v1\/repos\/([\w.-]+)\/?$/.exec(location)?.[1];
  if (name === undefined)
    throw new PhaseFailure('CLIENT_ERROR', `${location} is not the clone URL of a CodeCommit repository`);
  return `${gatewayUrl}/v1/repos/${name}`;
}

/** A ZIP file is unpacked; a name with a slash at its end is a folder. */
async function fromBucket(
  request: SourceRequest,
  location: string,
  version: string | undefined,
  target: string,
): Promise<string | undefined> {
  const { context } = request;
  const [bucket = '', ...rest] = location.replace(/^arn:[\w-]+:s3:::/, '').split('/');
  const key = rest.join('/');
  requireWayToBucket(request, bucket, key);
  if (!location.endsWith('/')) {
    const { bytes, versionId } = readObject(context, bucket, key, version);
    await unzip(request, target, bytes, key);
    return versionId;
  }
  let token: string | undefined;
  do {
    const page = downloading(key, () =>
      invokeNow(
        's3',
        'ListObjectsV2',
        { Bucket: bucket, Prefix: key, ...(token === undefined ? {} : { ContinuationToken: token }) },
        context,
      ),
    ) as ListObjectsV2Output;
    for (const { Key = '' } of page.Contents ?? []) {
      const relative = Key.slice(key.length);
      if (relative === '' || relative.endsWith('/')) continue;
      const file = path.join(target, relative);
      if (!file.startsWith(`${target}/`)) continue;
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, readObject(context, bucket, Key, undefined).bytes);
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return undefined;
}

function requireWayToCodecommit(request: SourceRequest, url: string): void {
  requireWay(
    request,
    'git-codecommit',
    (address) =>
      `fatal: unable to access '${url}/': Failed to connect to ${address} port 443: Connection timed out`,
  );
}

function requireWayToBucket(request: SourceRequest, bucket: string, key: string): void {
  const { region } = request.context.caller;
  requireWay(
    request,
    's3',
    (address) =>
      `RequestError: send request failed\ncaused by: Get "https://${bucket}.s3.${region}.amazonaws.com/${key}": dial tcp ${address}:443: i/o timeout for primary source and source version arn:aws:s3:::${bucket}/${key}`,
  );
}

/** The way of a build in a VPC. @throws PhaseFailure; the log says where it ends */
function requireWay(
  { context, row, say }: SourceRequest,
  service: 's3' | 'git-codecommit',
  failure: (address: string) => string,
): void {
  const denied = deniedSource(context, row, service);
  if (denied === undefined) return;
  const { reason, remedy } = denied.denial;
  say(`The build cannot load its source. ${reason} ${remedy}`);
  throw new PhaseFailure('CLIENT_ERROR', failure(denied.address));
}

/** The bytes of an object. @throws PhaseFailure */
export function readObject(
  context: OperationContext,
  bucket: string,
  key: string,
  version: string | undefined,
): { readonly bytes: Buffer; readonly versionId?: string } {
  const output = downloading(key, () =>
    invokeNow(
      's3',
      'GetObject',
      { Bucket: bucket, Key: key, ...(version === undefined ? {} : { VersionId: version }) },
      context,
    ),
  ) as Omit<GetObjectOutput, 'Body'> & { Body?: Uint8Array };
  const { Body = new Uint8Array(0), VersionId } = output;
  return {
    bytes: Buffer.from(Body.buffer, Body.byteOffset, Body.byteLength),
    ...(VersionId === undefined ? {} : { versionId: VersionId }),
  };
}

function downloading<Result>(key: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `error while downloading key ${key}, error: ${error.code}: ${error.message}`,
    );
  }
}

async function unzip(request: SourceRequest, target: string, bytes: Buffer, key: string): Promise<void> {
  const isPrimary = target === primaryDirectory(request);
  try {
    await request.unpack({ directory: target, bytes, ...(isPrimary ? { kept: request.kept } : {}) });
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw new PhaseFailure('CLIENT_ERROR', `${key} cannot be unpacked: ${error.message}`);
  }
}
