/** The parts of an image reference such as `registry/repository:tag@digest`. */
export interface ImageReference {
  /** Host and port, `docker.io` when the reference names none. */
  readonly registry: string;
  readonly repository: string;
  /** `latest` when neither tag nor digest is given. */
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Reads an image reference as Docker does: the first part is a registry when it holds a dot or a colon or is `localhost`;
 * Docker Hub's own images live under `library/`. Undefined when the text is no reference.
 * https://github.com/distribution/reference/blob/main/reference.go
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = /^([^@]+?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(text);
  const name = match?.[1];
  if (name === undefined) return undefined;
  const [, , tag, digest] = match ?? [];
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const hasRegistry = first === 'localhost' || /[.:]/.test(first);
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (!/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(path)) {
    return undefined;
  }
  return {
    registry: hasRegistry ? first : 'docker.io',
    repository: hasRegistry || path.includes('/') ? path : `library/${path}`,
    ...(tag === undefined && digest === undefined ? { tag: 'latest' } : {}),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}
