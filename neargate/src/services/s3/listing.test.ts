import { describe, expect, it } from 'vitest';
import { compareKeys } from './key-order.ts';
import { keyEncoder, listKeys } from './listing.ts';

const keys = ['a/1', 'a/2', 'b', 'c/x/1', 'c/y', 'd'];
const all = { prefix: '', delimiter: undefined, after: undefined, maxKeys: 1000 };

describe('listing keys', () => {
  it('rolls keys up to the delimiter after the prefix', () => {
    expect(listKeys(keys, { ...all, delimiter: '/' })).toMatchObject({
      keys: ['b', 'd'],
      commonPrefixes: ['a/', 'c/'],
      isTruncated: false,
    });
    expect(listKeys(keys, { ...all, prefix: 'c/', delimiter: '/' })).toMatchObject({
      keys: ['c/y'],
      commonPrefixes: ['c/x/'],
    });
  });

  it.each([1, 2, 3])('gives everything once in pages of %i', (maxKeys) => {
    for (const delimiter of [undefined, '/']) {
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = listKeys(keys, { ...all, delimiter, after, maxKeys });
        seen.push(...[...page.keys, ...page.commonPrefixes].toSorted());
        if (!page.isTruncated) break;
        after = page.last;
      }
      expect(seen).toEqual(delimiter === undefined ? keys : ['a/', 'b', 'c/', 'd']);
    }
  });

  it('gives nothing and is complete when no key is asked for', () => {
    expect(listKeys(keys, { ...all, maxKeys: 0 })).toMatchObject({ keys: [], isTruncated: false });
  });

  it('is in the order of UTF-8', () => {
    expect(['\u{1f600}', '\uff5e', 'z'].toSorted(compareKeys)).toEqual(['z', '\uff5e', '\u{1f600}']);
  });

  it('encodes keys so that any character survives', () => {
    expect(keyEncoder('url')('a b/ü+*.txt')).toBe('a%20b/%C3%BC%2B%2A.txt');
    expect(keyEncoder(undefined)('a b')).toBe('a b');
  });
});
