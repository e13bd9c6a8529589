import { paginate } from '../pagination.ts';
import { invalidParameterValue } from './errors.ts';

/** RDS's paging: `MaxRecords` (20 to 100) and `Marker` in, the page's items and the next marker out. */
export function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: { Marker?: string | undefined; MaxRecords?: number | undefined },
): { items: Item[]; marker: string | undefined } {
  const { items: onPage, nextToken } = paginate(
    items,
    keyOf,
    { token: input.Marker, limit: input.MaxRecords ?? 100 },
    () => invalidParameterValue('The marker is not valid.'),
  );
  return { items: onPage, marker: nextToken };
}
