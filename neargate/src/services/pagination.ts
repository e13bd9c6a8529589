/** One page of a longer answer. `nextToken` is absent on the last page. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken?: string;
}

/**
 * Cuts a page out of `items`. The token is opaque to callers; it names the last item given and its position, so that a page
 * resumes rightly after items before it were removed. Throws what `invalidToken` makes when a token is not one of ours.
 */
export function paginate<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: { readonly token?: string | undefined; readonly limit: number },
  invalidToken: () => Error,
): Page<Item> {
  const start = request.token === undefined ? 0 : resumeAt(items, keyOf, request.token, invalidToken);
  const page = items.slice(start, start + request.limit);
  const last = page.at(-1);
  if (last === undefined || start + page.length >= items.length) return { items: page };
  return { items: page, nextToken: encodeToken(start + page.length, keyOf(last)) };
}

/**
 * A page of `items` in the order of their keys, no two of which are alike. Only what can be on the page is sorted, and a page
 * begins right after the key that its token names, whatever was made or removed meanwhile.
 */
export function paginateByKey<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  request: {
    readonly token?: string | undefined;
    readonly limit: number;
    readonly descending?: boolean;
  },
  invalidToken: () => Error,
): Page<Item> {
  const { token, limit, descending = false } = request;
  const comesBefore = (key: string, other: string) => (descending ? key > other : key < other);
  const after = token === undefined ? undefined : decodeToken(token, invalidToken).key;
  // One more than a page tells whether another page follows.
  const wanted = limit + 1;
  let first: (readonly [key: string, item: Item])[] = [];
  let last: string | undefined;
  const firstSorted = () =>
    first.toSorted(([left], [right]) => (comesBefore(left, right) ? -1 : 1)).slice(0, wanted);
  for (const item of items) {
    const key = keyOf(item);
    if (after !== undefined && !comesBefore(after, key)) continue;
    if (last !== undefined && !comesBefore(key, last)) continue;
    first.push([key, item]);
    if (first.length < 2 * wanted) continue;
    first = firstSorted();
    last = first.at(-1)?.[0];
  }
  const sorted = firstSorted();
  const page = sorted.slice(0, limit);
  const end = page.at(-1);
  return {
    items: page.map(([, item]) => item),
    ...(end === undefined || sorted.length <= limit ? {} : { nextToken: encodeToken(page.length, end[0]) }),
  };
}

function resumeAt<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  token: string,
  invalidToken: () => Error,
): number {
  const { position, key } = decodeToken(token, invalidToken);
  const found = items.findIndex((item) => keyOf(item) === key);
  return found === -1 ? Math.min(position - 1, items.length) : found + 1;
}

function decodeToken(
  token: string,
  invalidToken: () => Error,
): { readonly position: number; readonly key: string } {
  const decoded = /^(\d+) (.*)$/s.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (decoded?.[1] === undefined || decoded[2] === undefined) throw invalidToken();
  return { position: Number(decoded[1]), key: decoded[2] };
}

function encodeToken(position: number, key: string): string {
  return Buffer.from(`${position} ${key}`, 'utf8').toString('base64url');
}
