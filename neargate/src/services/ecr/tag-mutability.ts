import type { RepositoryRow } from './store.ts';

/**
 * Whether a tag of the repository may move to another image.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export function isTagMutable(repository: RepositoryRow, tag: string): boolean {
  const mutable = repository.imageTagMutability.startsWith('MUTABLE');
  if (!repository.imageTagMutability.endsWith('_EXCLUSION')) return mutable;
  const excluded = (repository.imageTagMutabilityExclusionFilters ?? []).some(({ filter = '' }) =>
    matchesWildcard(filter, tag),
  );
  return excluded ? !mutable : mutable;
}

/** `*` stands for any characters, none too. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const literal = (part: string) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(text);
}
