import { paginate } from '../pagination.ts';
import { validationError } from './errors.ts';

/** ELBv2's paging: `Marker` and `PageSize` in, the page's items and the next marker out. */
export function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: Item[]; nextMarker: string | undefined } {
  const { items: onPage, nextToken } = paginate(
    items,
    keyOf,
    { token: input.Marker, limit: input.PageSize ?? 400 },
    () => validationError(`'${input.Marker ?? ''}' is not a valid marker`),
  );
  return { items: onPage, nextMarker: nextToken };
}
