import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../src/http/cursor.ts';
import { Problem } from '../../src/http/problem.ts';

describe('a cursor', () => {
  it('gives back the id it was made from', () => {
    const id = '0190163d-8694-739b-aea5-966c26f8ad91';
    expect(decodeCursor(encodeCursor(id))).toBe(id);
  });

  it.each(['', 'x', 'AAAA', '!!!!!!!!!!!!!!!!!!!!!!', 'AZAWPYaUc5uupZZsJvitkQ==', 'AZAWPYaUc5uupZZsJvitkR'])(
    'of another make ("%s") is refused',
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(Problem);
    },
  );
});
