import { readFileSync } from 'node:fs';
import type { PutImageRequest } from '@aws-sdk/client-ecr';
import { AwsError } from '../../core/aws-error.ts';
import type { BuildResult } from '../../drivers/image/build.ts';
import type { ImageStore } from '../../drivers/registry/image-store.ts';
import { holdLayer } from '../../services/ecr/layers.ts';
import type { ControlPlane } from '../control-plane.ts';

/**
 * Puts a built image into a repository under a tag. Its blobs are in the registry's store already, since the builder writes
 * there: only the repository's hold on them is noted, as when a layer of another repository is mounted.
 * Resolves to false when the tag pointed at this very image before. Rejects with ECR's AwsError.
 */
export async function pushImage(
  plane: ControlPlane,
  images: ImageStore,
  registryScope: string,
  image: { readonly repositoryName: string; readonly tag: string; readonly built: BuildResult },
): Promise<boolean> {
  const { repositoryName, tag, built } = image;
  const { manifest, digest } = built;
  const context = plane.contextOf(registryScope);
  plane.store.transact(() => {
    for (const blob of [manifest.config, ...manifest.layers]) {
      holdLayer(context, repositoryName, blob.digest, blob.size);
    }
  });
  const request: PutImageRequest = {
    repositoryName,
    imageManifest: readFileSync(images.pathOf(digest), 'utf8'),
    imageManifestMediaType: manifest.mediaType,
    imageTag: tag,
  };
  try {
    await plane.invoke('ecr', 'PutImage', request, context.caller);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ImageAlreadyExistsException') return false;
    throw error;
  }
}
