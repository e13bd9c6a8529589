import { type ImageReference, parseImageReference } from '../../../../core/image-reference.ts';
import { UsageError } from './options.ts';

/** @throws UsageError in docker's words */
export function requireReference(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference === undefined) {
    throw new UsageError(
      /[A-Z]/.test(text.replace(/:[^/]*$/, ''))
        ? `invalid reference format: repository name (${text}) must be lowercase`
        : 'invalid reference format',
    );
  }
  return reference;
}

/** The one spelling of a name, with its registry and tag. */
export function canonicalName({ registry, repository, tag, digest }: ImageReference): string {
  const name = `${registry}/${repository}`;
  return tag === undefined && digest !== undefined ? `${name}@${digest}` : `${name}:${tag ?? 'latest'}`;
}

/** As docker shows it: without Docker Hub's own host and library. */
export function familiarName(canonical: string): string {
  return canonical.replace(/^docker\.io\/(?:library\/)?/, '');
}
