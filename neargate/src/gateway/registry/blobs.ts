import { existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type OperationContext, regionalScope } from '../../services/context.ts';
import { holdLayer } from '../../services/ecr/layers.ts';
import { findRepository } from '../../services/ecr/repositories.ts';
import { ecrTablesOf, imageKey } from '../../services/ecr/store.ts';
import { blobUnknown, digestInvalid, RegistryError, unsupported } from './registry-error.ts';
import { sendBlob } from './send-blob.ts';
import { rangeOf, type Upload, type Uploads } from './uploads.ts';

/** Blobs as files by their digest. */
export interface BlobFiles {
  pathOf(digest: string): string;
  /** Takes the file over: it may be moved. */
  putBlobFile(digest: string, file: string): Promise<void>;
}

export interface RegistryRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly context: OperationContext;
  readonly blobs: BlobFiles;
  readonly uploads: Uploads;
}

interface InRepository {
  readonly repositoryName: string;
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-blobs */
export async function serveBlob(
  { request, response, context, blobs }: RegistryRequest,
  { repositoryName, digest }: InRepository & { readonly digest: string },
): Promise<void> {
  findRepository(context, { repositoryName });
  requireDigest(digest);
  const file = blobs.pathOf(digest);
  if (!ecrTablesOf(context).layers.has(imageKey(repositoryName, digest)) || !existsSync(file))
    throw blobUnknown();
  await sendBlob(request, response, { file, sizeBytes: statSync(file).size, digest });
}

/** Begins an upload, takes a whole blob at once, or mounts one of another repository. */
export async function serveNewUpload(call: RegistryRequest, route: InRepository): Promise<void> {
  const { request, response, query, context, uploads } = call;
  const { repositoryName } = route;
  findRepository(context, { repositoryName });
  const mount = query.get('mount');
  if (mount !== null && (await mountBlob(call, repositoryName, mount, query.get('from')))) {
    acceptBlob(response, repositoryName, mount);
    return;
  }
  const digest = query.get('digest');
  if (digest !== null) requireDigest(digest);
  const place = placeOf(context, repositoryName);
  const upload = uploads.begin(place);
  if (digest === null) {
    acceptUpload(response, repositoryName, upload);
    return;
  }
  await finish(call, repositoryName, await uploads.append(upload.id, place, request), digest);
}

/** The requests on an upload that has begun. */
export async function serveUpload(
  call: RegistryRequest,
  { repositoryName, uploadId }: InRepository & { readonly uploadId: string },
): Promise<void> {
  const { request, response, query, context, uploads } = call;
  findRepository(context, { repositoryName });
  const place = placeOf(context, repositoryName);
  switch (request.method) {
    case 'GET': {
      const upload = uploads.find(uploadId, place);
      response.writeHead(204, uploadHeaders(repositoryName, upload));
      response.end();
      return;
    }
    case 'PATCH': {
      const startByte = startOf(request.headers['content-range']);
      acceptUpload(response, repositoryName, await uploads.append(uploadId, place, request, startByte));
      return;
    }
    case 'PUT': {
      const digest = query.get('digest') ?? '';
      requireDigest(digest);
      const startByte = startOf(request.headers['content-range']);
      const upload = await uploads.append(uploadId, place, request, startByte);
      await finish(call, repositoryName, upload, digest);
      return;
    }
    case 'DELETE':
      uploads.find(uploadId, place);
      uploads.end(uploadId);
      response.writeHead(204);
      response.end();
      return;
    default:
      throw unsupported(request.method);
  }
}

async function finish(
  { response, context, blobs, uploads }: RegistryRequest,
  repositoryName: string,
  upload: Upload,
  digest: string,
): Promise<void> {
  try {
    const { digest: actual, sizeBytes } = upload;
    if (actual !== digest) throw digestInvalid(digest, actual);
    await blobs.putBlobFile(digest, upload.file);
    await hold(context, repositoryName, digest, sizeBytes);
  } finally {
    uploads.end(upload.id);
  }
  acceptBlob(response, repositoryName, digest);
}

/** Whether the other repository holds the blob, so that this one does too now. */
async function mountBlob(
  { context, blobs }: RegistryRequest,
  repositoryName: string,
  digest: string,
  from: string | null,
): Promise<boolean> {
  const { layers } = ecrTablesOf(context);
  const source = from === null ? undefined : layers.get(imageKey(from, digest));
  if (source === undefined || !existsSync(blobs.pathOf(digest))) return false;
  await hold(context, repositoryName, digest, source.sizeBytes);
  return true;
}

/** Resolves when it is on disk that the repository holds the blob. */
async function hold(
  context: OperationContext,
  repositoryName: string,
  digest: string,
  sizeBytes: number,
): Promise<void> {
  context.store.transact(() => {
    // It may have been deleted while the blob came in.
    findRepository(context, { repositoryName });
    holdLayer(context, repositoryName, digest, sizeBytes);
  });
  await context.store.flush();
}

function acceptBlob(response: ServerResponse, repositoryName: string, digest: string): void {
  response.writeHead(201, {
    location: `/v2/${repositoryName}/blobs/${digest}`,
    'docker-content-digest': digest,
    'content-length': 0,
  });
  response.end();
}

function acceptUpload(response: ServerResponse, repositoryName: string, upload: Upload): void {
  response.writeHead(202, { ...uploadHeaders(repositoryName, upload), 'content-length': 0 });
  response.end();
}

function uploadHeaders(repositoryName: string, upload: Upload): Record<string, string> {
  return {
    location: `/v2/${repositoryName}/blobs/uploads/${upload.id}`,
    range: rangeOf(upload),
    'docker-upload-uuid': upload.id,
  };
}

/** An upload belongs to one repository of one registry. */
function placeOf(context: OperationContext, repositoryName: string): string {
  return `${regionalScope(context.caller)} ${repositoryName}`;
}

function requireDigest(digest: string): void {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw digestInvalid(digest);
}

/** The first byte of `start-end`, with or without the unit. */
function startOf(contentRange: string | undefined): number | undefined {
  if (contentRange === undefined) return undefined;
  const start = /^(?:bytes[ =])?(\d+)-\d+(?:\/.*)?$/.exec(contentRange)?.[1];
  if (start === undefined)
    throw new RegistryError(416, 'BLOB_UPLOAD_INVALID', `The range ${contentRange} cannot be read.`);
  return Number(start);
}
