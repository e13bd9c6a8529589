import { invalidParameter } from './errors.ts';

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly architecture: string; readonly os: string };
}

export type Manifest =
  | {
      readonly kind: 'image';
      readonly mediaType: string;
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
    }
  | { readonly kind: 'index'; readonly mediaType: string; readonly manifests: readonly Descriptor[] };

const imageMediaTypes = {
  oci: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
};

interface ManifestDocument {
  readonly mediaType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

/** Reads an OCI or Docker schema 2 manifest or index; throws InvalidParameterException when it is neither. */
export function parseManifest(text: string, mediaType?: string): Manifest {
  let document: ManifestDocument | null;
  try {
    document = JSON.parse(text) as ManifestDocument | null;
  } catch {
    document = null;
  }
  if (document?.manifests !== undefined) {
    return {
      kind: 'index',
      mediaType: mediaType ?? document.mediaType ?? imageMediaTypes.ociIndex,
      manifests: document.manifests,
    };
  }
  if (document?.config !== undefined && Array.isArray(document.layers)) {
    return {
      kind: 'image',
      mediaType: mediaType ?? document.mediaType ?? imageMediaTypes.oci,
      config: document.config,
      layers: document.layers,
    };
  }
  throw invalidParameter(
    "Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
  );
}
