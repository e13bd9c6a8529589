import type { PutImageRequest, PutImageResponse } from '@aws-sdk/client-ecr';
import { sha256Digest } from '../../blobs.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import {
  imageAlreadyExists,
  imageTagAlreadyExists,
  invalidParameter,
  layersNotFound,
  referencedImagesNotFound,
} from '../errors.ts';
import { tellImageAction } from '../image-events.ts';
import { failScan } from '../image-scan.ts';
import { type Manifest, parseManifest } from '../manifest.ts';
import { findRepository } from '../repositories.ts';
import { ecrTablesOf, type EcrTables, imageKey, type RepositoryRow, tagKey } from '../store.ts';
import { isTagMutable } from '../tag-mutability.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html */
export const putImage = operation<PutImageRequest, PutImageResponse>({
  handle(context, input) {
    const repository = findRepository(context, input);
    const { repositoryName, registryId } = repository;
    const { imageManifest: text = '', imageTag } = input;
    const manifest = parseManifest(text, input.imageManifestMediaType);
    const imageDigest = sha256Digest(Buffer.from(text, 'utf8'));
    if (input.imageDigest !== undefined && input.imageDigest !== imageDigest) {
      throw invalidParameter(
        `Image digest '${input.imageDigest}' does not match the calculated digest '${imageDigest}'.`,
      );
    }
    requireContents(context, repository, manifest);
    const tables = ecrTablesOf(context);
    const tagged =
      imageTag === undefined ? undefined : tables.imageTags.get(tagKey(repositoryName, imageTag));
    const existing = tables.images.get(imageKey(repositoryName, imageDigest));
    if (existing !== undefined && (imageTag === undefined || tagged?.imageDigest === imageDigest)) {
      throw imageAlreadyExists(imageDigest, imageTag, repositoryName);
    }
    if (imageTag !== undefined) {
      if (tagged !== undefined && !isTagMutable(repository, imageTag)) {
        throw imageTagAlreadyExists(imageTag, repositoryName);
      }
      tables.imageTags.put(tagKey(repositoryName, imageTag), { repositoryName, tag: imageTag, imageDigest });
    }
    if (existing === undefined) {
      tables.images.put(imageKey(repositoryName, imageDigest), {
        repositoryName,
        imageDigest,
        manifest: text,
        manifestMediaType: manifest.mediaType,
        artifactMediaType: manifest.kind === 'image' ? manifest.config.mediaType : undefined,
        sizeBytes: manifest.kind === 'image' ? sizeOf(tables, repositoryName, manifest) : undefined,
        pushedAtMs: context.clock.now(),
      });
    }
    tellImageAction(context, 'PUSH', { repositoryName, imageDigest, imageTag });
    const pushed = tables.images.get(imageKey(repositoryName, imageDigest));
    if (repository.scanOnPush && existing === undefined && pushed !== undefined)
      failScan(context, repository, pushed);
    return {
      image: {
        registryId,
        repositoryName,
        imageId: { imageDigest, imageTag },
        imageManifest: text,
        imageManifestMediaType: manifest.mediaType,
      },
    };
  },
});

/** Everything a manifest names must be in the repository already. */
function requireContents(context: OperationContext, repository: RepositoryRow, manifest: Manifest): void {
  const { repositoryName, registryId } = repository;
  const { layers, images } = ecrTablesOf(context);
  const missingFrom = (table: { has(key: string): boolean }, digests: readonly string[]) =>
    digests.filter((digest) => !table.has(imageKey(repositoryName, digest)));
  if (manifest.kind === 'index') {
    const missing = missingFrom(
      images,
      manifest.manifests.map(({ digest }) => digest),
    );
    if (missing.length > 0) throw referencedImagesNotFound(missing, repositoryName, registryId);
    return;
  }
  const missing = missingFrom(
    layers,
    [manifest.config, ...manifest.layers].map(({ digest }) => digest),
  );
  if (missing.length > 0) throw layersNotFound(missing, repositoryName, registryId);
}

/** Of what is really stored, whatever the manifest says. */
function sizeOf(
  { layers }: EcrTables,
  repositoryName: string,
  manifest: Manifest & { readonly kind: 'image' },
): number {
  return [manifest.config, ...manifest.layers].reduce(
    (total, { digest }) => total + (layers.get(imageKey(repositoryName, digest))?.sizeBytes ?? 0),
    0,
  );
}
