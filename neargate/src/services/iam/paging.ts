import { paginate } from '../pagination.ts';
import { validationError } from './errors.ts';

/** Members of every paginated request. */
export const pagingInput = { MaxItems: { min: 1, max: 1000 } } as const;

const defaultMaxItems = 100;

/** One page in IAM's words: `IsTruncated` and a `Marker` for the next one. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  {
    Marker: token,
    MaxItems: limit = defaultMaxItems,
  }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { readonly items: Item[]; readonly paging: { IsTruncated: boolean; Marker: string | undefined } } {
  const page = paginate(items, keyOf, { token, limit }, () => validationError('Invalid Marker.'));
  return { items: page.items, paging: { IsTruncated: page.nextToken !== undefined, Marker: page.nextToken } };
}

/** Rows in the order in which IAM lists them. */
export function byName<Row extends { readonly name: string }>(rows: Iterable<Row>): Row[] {
  return [...rows].toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
