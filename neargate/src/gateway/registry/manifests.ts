import type { ServerResponse } from 'node:http';
import { AwsError } from '../../core/aws-error.ts';
import { sha256Digest } from '../../services/blobs.ts';
import type { OperationContext } from '../../services/context.ts';
import { findRepository, lookUpImage } from '../../services/ecr/repositories.ts';
import { ecrTablesOf, type ImageRow } from '../../services/ecr/store.ts';
import { digestInvalid, manifestUnknown, RegistryError } from './registry-error.ts';
import { sendJson } from './send-json.ts';

/** The part of `Invoke` that the registry uses, by names known only to it. */
export type InvokeEcr = (operation: string, input: unknown) => Promise<unknown>;

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
export async function sendManifest(
  context: OperationContext,
  invoke: InvokeEcr,
  response: ServerResponse,
  { repositoryName, reference }: { readonly repositoryName: string; readonly reference: string },
): Promise<void> {
  findRepository(context, { repositoryName });
  const row = lookUpImage(ecrTablesOf(context), repositoryName, imageId(reference));
  if (row === undefined) throw manifestUnknown();
  const isHead = response.req.method === 'HEAD';
  // Through the operation, so that the time of the pull is recorded.
  if (!isHead)
    await invoke('BatchGetImage', { repositoryName, imageIds: [{ imageDigest: row.imageDigest }] });
  const bytes = Buffer.from(row.manifest, 'utf8');
  response.writeHead(200, {
    'content-type': row.manifestMediaType,
    'docker-content-digest': row.imageDigest,
    'content-length': bytes.length,
  });
  response.end(isHead ? undefined : bytes);
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests */
export async function receiveManifest(
  invoke: InvokeEcr,
  response: ServerResponse,
  put: {
    readonly repositoryName: string;
    readonly reference: string;
    readonly bytes: Buffer;
    readonly mediaType: string | undefined;
  },
): Promise<void> {
  const { repositoryName, reference, bytes, mediaType } = put;
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes))
    throw new RegistryError(400, 'MANIFEST_INVALID', 'The manifest is not UTF-8 text.');
  const digest = sha256Digest(bytes);
  const { imageDigest, imageTag } = imageId(reference);
  if (imageDigest !== undefined && imageDigest !== digest) throw digestInvalid(imageDigest, digest);
  if (imageTag !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(imageTag))
    throw new RegistryError(400, 'TAG_INVALID', `'${imageTag}' is not a tag.`);
  try {
    await invoke('PutImage', {
      repositoryName,
      imageManifest: text,
      ...(mediaType === undefined ? {} : { imageManifestMediaType: mediaType }),
      ...(imageTag === undefined ? {} : { imageTag }),
    });
  } catch (error) {
    // To push what is there already is no failure for a client of the registry.
    if (!(error instanceof AwsError) || error.code !== 'ImageAlreadyExistsException') throw error;
  }
  const subject = subjectOf(text);
  response.writeHead(201, {
    location: `/v2/${repositoryName}/manifests/${digest}`,
    'docker-content-digest': digest,
    ...(subject === undefined ? {} : { 'oci-subject': subject }),
    'content-length': 0,
  });
  response.end();
}

/** By tag the tag goes, by digest the image: BatchDeleteImage. */
export async function deleteManifest(
  invoke: InvokeEcr,
  response: ServerResponse,
  { repositoryName, reference }: { readonly repositoryName: string; readonly reference: string },
): Promise<void> {
  const { failures = [] } = (await invoke('BatchDeleteImage', {
    repositoryName,
    imageIds: [imageId(reference)],
  })) as { failures?: readonly { failureCode?: string; failureReason?: string }[] };
  const [failure] = failures;
  if (failure?.failureCode === 'ImageNotFound') throw manifestUnknown();
  if (failure !== undefined) throw new RegistryError(403, 'DENIED', failure.failureReason ?? 'not deleted');
  response.writeHead(202, { 'content-length': 0 });
  response.end();
}

/** Images that name the digest as their subject. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers */
export function sendReferrers(
  context: OperationContext,
  response: ServerResponse,
  { repositoryName, digest }: { readonly repositoryName: string; readonly digest: string },
): void {
  findRepository(context, { repositoryName });
  const manifests = [...ecrTablesOf(context).images.values()]
    .filter((row) => row.repositoryName === repositoryName && subjectOf(row.manifest) === digest)
    .map((row) => describeReferrer(row));
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  sendJson(response, 200, { schemaVersion: 2, mediaType, manifests }, { 'content-type': mediaType });
}

function describeReferrer({ manifest, manifestMediaType, imageDigest }: ImageRow) {
  const document = JSON.parse(manifest) as {
    readonly artifactType?: string;
    readonly config?: { readonly mediaType?: string };
    readonly annotations?: Readonly<Record<string, string>>;
  };
  return {
    mediaType: manifestMediaType,
    digest: imageDigest,
    size: Buffer.byteLength(manifest),
    artifactType: document.artifactType ?? document.config?.mediaType,
    annotations: document.annotations,
  };
}

function subjectOf(manifest: string): string | undefined {
  if (!manifest.includes('"subject"')) return undefined;
  const { subject } = JSON.parse(manifest) as { readonly subject?: { readonly digest?: string } };
  return subject?.digest;
}

function imageId(reference: string): { readonly imageDigest?: string; readonly imageTag?: string } {
  return reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
}
