import { paginate } from '../pagination.ts';
import { invalidMarker } from './errors.ts';

/** Members of every paginated request. */
export const pagingInput = { Limit: { min: 1, max: 1000 } } as const;

const defaultLimit = 100;

/** One page in KMS's words: `Truncated` and a `NextMarker`. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker: token, Limit: limit = defaultLimit }: { Marker?: string | undefined; Limit?: number | undefined },
): { readonly items: Item[]; readonly paging: { Truncated: boolean; NextMarker: string | undefined } } {
  const page = paginate(items, keyOf, { token, limit }, invalidMarker);
  return {
    items: page.items,
    paging: { Truncated: page.nextToken !== undefined, NextMarker: page.nextToken },
  };
}
