import { describe, expect, it } from 'vitest';
import { rangeText, Source, spanText, toSourceRange } from './source.ts';

describe('positions', () => {
  const source = new Source('main.tf', 'é👍x\nsecond\r\n\nlast');

  it.each([
    [0, 1, 1],
    [1, 1, 2],
    [3, 1, 3], // after a character of two UTF-16 units
    [4, 1, 4],
    [5, 2, 1],
    [13, 3, 1],
    [14, 4, 1],
    [18, 4, 5],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(source.position(offset)).toEqual({ line, column, offset });
  });

  it('names a range on one line and over several', () => {
    const range = (start: number, end: number) => rangeText(toSourceRange({ source, start, end }));
    expect(range(5, 11)).toBe('main.tf:2,1-7');
    expect(range(0, 6)).toBe('main.tf:1,1-2,2');
    expect(spanText({ source, start: 5, end: 11 })).toBe('second');
  });
});
