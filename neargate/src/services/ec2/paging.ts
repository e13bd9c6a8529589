import { AwsError } from '../../core/aws-error.ts';
import { paginate } from '../pagination.ts';

/** EC2's paging: `MaxResults` and `NextToken` in, the page's items and the next token out. */
export function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { items: Item[]; nextToken: string | undefined } {
  const { items: onPage, nextToken } = paginate(
    items,
    keyOf,
    { token: input.NextToken, limit: input.MaxResults ?? Number.POSITIVE_INFINITY },
    () => new AwsError('InvalidNextToken', 'The token provided is invalid.'),
  );
  return { items: onPage, nextToken };
}

/**
 * The rows a Describe operation asks for by id, in the table's order; all when no ids are given. An id that is not there
 * throws what `missing` makes.
 */
export function selectById<Row>(
  table: { get(id: string): Row | undefined; values(): Iterable<Row> },
  ids: readonly string[] | undefined,
  missing: (id: string) => Error,
): Row[] {
  if (ids === undefined || ids.length === 0) return [...table.values()];
  return [...new Set(ids)].map((id) => {
    const row = table.get(id);
    if (row === undefined) throw missing(id);
    return row;
  });
}
