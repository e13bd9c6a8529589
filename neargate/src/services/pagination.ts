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

function resumeAt<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  token: string,
  invalidToken: () => Error,
): number {
  const decoded = /^(\d+) (.*)$/s.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (decoded?.[1] === undefined || decoded[2] === undefined) throw invalidToken();
  const key = decoded[2];
  const found = items.findIndex((item) => keyOf(item) === key);
  return found === -1 ? Math.min(Number(decoded[1]) - 1, items.length) : found + 1;
}

function encodeToken(position: number, key: string): string {
  return Buffer.from(`${position} ${key}`, 'utf8').toString('base64url');
}
