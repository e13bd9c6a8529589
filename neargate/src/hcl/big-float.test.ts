import { describe, expect, it } from 'vitest';
import {
  addBigFloats,
  bigFloatFromBigInt,
  bigFloatFromDouble,
  bigFloatToDouble,
  compareBigFloats,
  divideBigFloats,
  floorBigFloat,
  formatBigFloat,
  formatFixed,
  isIntegral,
  multiplyBigFloats,
  parseBigFloat,
  remainderOfBigFloats,
  subtractBigFloats,
  truncateBigFloat,
} from './big-float.ts';

function parse(text: string) {
  const number = parseBigFloat(text);
  if (number === undefined) throw new Error(`no number: ${text}`);
  return number;
}

describe('reading and writing', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['123456789012345678901234567890.123', '123456789012345678901234567890.123'],
    ['-1e-30', `-0.${'0'.repeat(29)}1`],
  ])('%s is %s', (text, written) => {
    expect(formatBigFloat(parse(text))).toBe(written);
  });

  it.each(['', '-', '.', '1_000', '0x10', '1e', 'NaN', ' 1', '1e99999'])('%j is no number', (text) => {
    expect(parseBigFloat(text)).toBeUndefined();
  });

  it('writes the shortest digits that read back as the same', () => {
    expect(formatBigFloat(bigFloatFromDouble(0.1))).toBe('0.1');
    expect(formatBigFloat(bigFloatFromDouble(1e21))).toBe(`1${'0'.repeat(21)}`);
    expect(formatBigFloat(divideBigFloats(parse('1'), parse('3')))).toMatch(/^0\.3{150,}\d?$/);
    expect(formatFixed(parse('3.14159'), 2)).toBe('3.14');
    // Halves go to the even neighbour.
    expect(
      [0.5, 1.5, 2.5, -0.125].map((half) => formatFixed(bigFloatFromDouble(half), half === -0.125 ? 2 : 0)),
    ).toEqual(['0', '2', '2', '-0.12']);
  });
});

describe('arithmetic', () => {
  it('is decimal enough for decimals', () => {
    expect(formatBigFloat(addBigFloats(parse('0.1'), parse('0.2')))).toBe('0.3');
    expect(compareBigFloats(addBigFloats(parse('0.1'), parse('0.2')), parse('0.3'))).toBe(0);
    expect(formatBigFloat(multiplyBigFloats(parse('0.1'), parse('3')))).toBe('0.3');
    // But no more than Terraform's: the difference shows at the 154th digit.
    expect(formatBigFloat(subtractBigFloats(parse('1'), parse('0.9')))).toMatch(/^0\.10{150,}3$/);
  });

  it('keeps every digit of big integers', () => {
    const big = bigFloatFromBigInt(9007199254740993n);
    expect(formatBigFloat(addBigFloats(big, parse('1')))).toBe('9007199254740994');
    expect(formatBigFloat(multiplyBigFloats(parse('9007199254740993'), parse('9007199254740993')))).toBe(
      String(9007199254740993n ** 2n),
    );
  });

  it.each([
    ['7', '3', '1'],
    ['-7', '3', '-1'],
    ['7', '-3', '1'],
    ['5.5', '2', '1.5'],
    ['1', '0.2', '0'],
  ])('%s %% %s is %s', (a, b, expected) => {
    expect(formatBigFloat(remainderOfBigFloats(parse(a), parse(b)))).toBe(expected);
  });

  it('rounds towards zero and towards minus infinity', () => {
    expect(truncateBigFloat(parse('-1.5'))).toBe(-1n);
    expect(floorBigFloat(parse('-1.5'))).toBe(-2n);
    expect(isIntegral(parse('2.0'))).toBe(true);
    expect(isIntegral(parse('2.5'))).toBe(false);
    expect(bigFloatToDouble(parse('0.1'))).toBe(0.1);
  });
});
