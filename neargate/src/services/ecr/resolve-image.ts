import type { Store } from '../../store/store.ts';
import { type ImageReference, parseImageReference } from '../../core/image-reference.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { registryScopeOf } from './registry-scope.ts';
import { lookUpImage } from './repositories.ts';
import { ecrTables, type ImageRow } from './store.ts';

/** The registry that short names belong to: the caller's account and region, and where the gateway answers. */
export interface HomeRegistry {
  readonly accountId: string;
  readonly region: string;
  readonly gatewayUrl: string;
}

export type ImageResolution =
  | {
      readonly kind: 'found';
      /** Account and region of the registry, as tables are scoped. */
      readonly scope: string;
      /** What the reference names: its digest is what ECS reports as imageDigest. */
      readonly image: ImageRow;
      /** The manifest for the platform; another row than `image` when that is an index. */
      readonly manifest: Manifest & { readonly kind: 'image' };
    }
  /** The image should be in ECR and is not; `reason` is ECS's stoppedReason. */
  | { readonly kind: 'missing'; readonly reason: string }
  /** The image lives in another registry, such as Docker Hub. */
  | { readonly kind: 'elsewhere'; readonly reference: ImageReference }
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Finds the image that a container definition names, by AWS's registry name or by the gateway's own address.
 * Texts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export function resolveImage(
  store: Store,
  home: HomeRegistry,
  imageName: string,
  architecture = 'amd64',
): ImageResolution {
  const reference = parseImageReference(imageName);
  if (reference === undefined) {
    return {
      kind: 'invalid',
      reason: `CannotPullContainerError: failed to parse image reference '${imageName}': invalid reference format`,
    };
  }
  const scope = registryScopeOf(reference.registry, {
    gatewayUrl: home.gatewayUrl,
    scope: `${home.accountId}/${home.region}`,
  });
  if (scope === undefined) return { kind: 'elsewhere', reference };
  const tables = ecrTables(store, scope);
  const notFound = `failed to resolve ref ${imageName}: ${imageName}: not found`;
  const id = { imageTag: reference.tag, imageDigest: reference.digest };
  const image = lookUpImage(tables, reference.repository, id);
  if (image === undefined) return { kind: 'missing', reason: pullFailure(notFound) };
  const manifest = parseManifest(image.manifest, image.manifestMediaType);
  if (manifest.kind === 'image') return { kind: 'found', scope, image, manifest };
  const child = manifest.manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
  );
  const row = child && lookUpImage(tables, reference.repository, { imageDigest: child.digest });
  const platformManifest = row && parseManifest(row.manifest, row.manifestMediaType);
  if (platformManifest?.kind !== 'image') {
    const platform = `linux/${architecture}`;
    return {
      kind: 'missing',
      reason: pullFailure(`image Manifest does not contain descriptor matching platform '${platform}'`),
    };
  }
  return { kind: 'found', scope, image, manifest: platformManifest };
}

function pullFailure(cause: string): string {
  return `CannotPullContainerError: pull image manifest has been retried 1 time(s): ${cause}`;
}
