import { describe, expect, it } from 'vitest';
import { type Page, paginateByKey } from './pagination.ts';

const invalidToken = () => new Error('invalid token');

/** Numbers as keys that sort as they do, mixed up. */
function shuffled(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String((index * 37) % count).padStart(3, '0'));
}

function allPages(keysAt: (page: number) => Iterable<string>, limit: number, descending = false): string[][] {
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const request = { token, limit, descending };
    const page: Page<string> = paginateByKey(keysAt(pages.length), (key) => key, request, invalidToken);
    pages.push(page.items);
    token = page.nextToken;
  } while (token !== undefined);
  return pages;
}

describe('pages by key', () => {
  it.each([1, 7, 33, 50, 99, 100, 101, Number.POSITIVE_INFINITY])('are in order, %s on each', (limit) => {
    const keys = shuffled(100);
    for (const given of [keys, keys.toSorted(), keys.toSorted().toReversed()]) {
      const pages = allPages(() => given, limit);
      expect(pages.flat()).toEqual(keys.toSorted());
      expect(pages).toHaveLength(Math.ceil(100 / Math.min(limit, 100)));
      expect(allPages(() => given, limit, true).flat()).toEqual(keys.toSorted().toReversed());
    }
  });

  it('go on right after the last one given, also where that was removed and others were made', () => {
    const pages = allPages((page) => (page === 0 ? ['a', 'b', 'c', 'd'] : ['a', 'aa', 'bb', 'c', 'd']), 2);
    expect(pages).toEqual([['a', 'b'], ['bb', 'c'], ['d']]);
  });

  it('are one without items, and none with a token of somebody else', () => {
    expect(allPages(() => [], 10)).toEqual([[]]);
    const request = { token: 'no token', limit: 10 };
    expect(() => paginateByKey(['a'], (key) => key, request, invalidToken)).toThrow('invalid token');
  });

  it('ask each item for its key once', () => {
    let asked = 0;
    const keyOf = (key: string) => {
      asked++;
      return key;
    };
    paginateByKey(shuffled(1000), keyOf, { limit: 10 }, invalidToken);
    expect(asked).toBe(1000);
  });
});
