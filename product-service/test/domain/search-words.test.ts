import { describe, expect, it } from 'vitest';
import { prefixQuery, searchWords } from '../../src/domain/search-words.ts';

describe('search words', () => {
  it.each([
    ['USB-C Cable, 3.5 mm', ['usb', 'c', 'cable', '3', '5', 'mm']],
    ['Crème BRÛLÉE', ['crème', 'brûlée']],
    ['ﬁne', ['fine']],
    ['the the The', ['the']],
    ["o'clock & | ! :* \\", ['o', 'clock']],
    [' --- ', []],
  ])('of %j are %j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('are cut to a length that PostgreSQL can store', () => {
    expect(searchWords('𝒙'.repeat(5_000))).toEqual(['x'.repeat(64)]);
  });

  it('make a query in which each may be the beginning of a word', () => {
    expect(prefixQuery(['usb', 'ca'])).toBe("'usb':* & 'ca':*");
  });
});
