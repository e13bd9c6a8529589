import { describe, expect, it } from 'vitest';
import { bcrypt } from './bcrypt.ts';

const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function saltOf(text: string): Uint8Array {
  const bits = Array.from(text)
    .map((digit) => alphabet.indexOf(digit).toString(2).padStart(6, '0'))
    .join('');
  return Uint8Array.from({ length: 16 }, (_, index) =>
    Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2),
  );
}

describe('bcrypt', () => {
  it.each([
    ['', 'DCq7YPn5Rq63x1Lad4cll.', 'TV4S6ytwfsfvkgY8jIucDrjc8deX1s.'],
    ['a', 'm0CrhHm10qJ3lXRY.5zDGO', '3rS2KdeeWLuGmsfGlMfOxih58VYVfxe'],
    ['abc', 'If6bvum7DFjUnE9p2uDeDu', '0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i'],
  ])('hashes %j as others do', (password, salt, hash) => {
    expect(bcrypt(password, saltOf(salt), 6)).toBe(`$2a$06$${salt}${hash}`);
  });
});
