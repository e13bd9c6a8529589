/** What a path below `/v2/` names. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints */
export type RegistryRoute =
  | { readonly kind: 'version' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly repositoryName: string }
  | { readonly kind: 'blob'; readonly repositoryName: string; readonly digest: string }
  | { readonly kind: 'new-upload'; readonly repositoryName: string }
  | { readonly kind: 'upload'; readonly repositoryName: string; readonly uploadId: string }
  | { readonly kind: 'manifest'; readonly repositoryName: string; readonly reference: string }
  | { readonly kind: 'referrers'; readonly repositoryName: string; readonly digest: string }
  /** The name of a repository is not one. */
  | { readonly kind: 'invalid-name'; readonly repositoryName: string };

/** Repository names hold slashes, so a path is read from its end. */
const patterns: readonly (readonly [RegExp, (name: string, last: string) => RegistryRoute])[] = [
  [/^(.+)\/tags\/list()$/, (repositoryName) => ({ kind: 'tags', repositoryName })],
  [/^(.+)\/blobs\/uploads\/?()$/, (repositoryName) => ({ kind: 'new-upload', repositoryName })],
  [
    /^(.+)\/blobs\/uploads\/([^/]+)$/,
    (repositoryName, uploadId) => ({ kind: 'upload', repositoryName, uploadId }),
  ],
  [/^(.+)\/blobs\/([^/]+)$/, (repositoryName, digest) => ({ kind: 'blob', repositoryName, digest })],
  [
    /^(.+)\/manifests\/([^/]+)$/,
    (repositoryName, reference) => ({ kind: 'manifest', repositoryName, reference }),
  ],
  [/^(.+)\/referrers\/([^/]+)$/, (repositoryName, digest) => ({ kind: 'referrers', repositoryName, digest })],
];

const namePattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/** @param path without the query, as sent. Undefined for a path that is no endpoint. */
export function registryRoute(path: string): RegistryRoute | undefined {
  const rest = decoded(path.replace(/^\/v2\/?/, ''));
  if (rest === '') return { kind: 'version' };
  if (rest === '_catalog') return { kind: 'catalog' };
  for (const [pattern, routeOf] of patterns) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    const [, name = '', last = ''] = match;
    return namePattern.test(name) ? routeOf(name, last) : { kind: 'invalid-name', repositoryName: name };
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
