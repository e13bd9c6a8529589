/**
 * Binary floating point of a chosen precision, as Go's `math/big.Float` computes it: exact until a result needs more than
 * `precision` bits, then rounded to nearest even. Terraform's numbers are these with 512 bits, so agreeing with it to the
 * last digit needs the same arithmetic. The value is `mantissa * 2 ** exponent`; the mantissa is odd, or zero.
 */
export interface BigFloat {
  readonly mantissa: bigint;
  readonly exponent: number;
  /** Bits kept; a result has the larger precision of its operands. */
  readonly precision: number;
}

/** The precision of numbers that are parsed from source or text. */
export const parsedPrecision = 512;

const integerPrecision = 64;
const doublePrecision = 53;

/** An exponent beyond this makes numbers nobody means and digits nobody can print. */
const maxDecimalExponent = 20_000;

const numberPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads a decimal number such as `-12.5e3`; undefined when the text is none. */
export function parseBigFloat(text: string): BigFloat | undefined {
  const match = numberPattern.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const decimalExponent = Number(exponentText) - fraction.length;
  if (Math.abs(decimalExponent) > maxDecimalExponent) return undefined;
  const digits = BigInt(whole + fraction);
  const signed = sign === '-' ? -digits : digits;
  if (decimalExponent >= 0) return round(signed * 10n ** BigInt(decimalExponent), 0, parsedPrecision);
  return quotient(signed, 0, 10n ** BigInt(-decimalExponent), 0, parsedPrecision);
}

export function bigFloatFromBigInt(value: bigint, precision?: number): BigFloat {
  return round(value, 0, precision ?? Math.max(bitLength(value), integerPrecision));
}

/** Takes a finite double exactly. Integers get Go's integer precision (64 bits), others a double's. */
export function bigFloatFromDouble(value: number): BigFloat {
  if (Number.isInteger(value)) {
    return round(BigInt(value), 0, Number.isSafeInteger(value) ? integerPrecision : doublePrecision);
  }
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return round(BigInt(scaled), exponent, doublePrecision);
}

export function addBigFloats(a: BigFloat, b: BigFloat): BigFloat {
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  return round(sum, exponent, Math.max(a.precision, b.precision));
}

export function negateBigFloat(a: BigFloat): BigFloat {
  return { ...a, mantissa: -a.mantissa };
}

export function subtractBigFloats(a: BigFloat, b: BigFloat): BigFloat {
  return addBigFloats(a, negateBigFloat(b));
}

export function multiplyBigFloats(a: BigFloat, b: BigFloat): BigFloat {
  return round(a.mantissa * b.mantissa, a.exponent + b.exponent, Math.max(a.precision, b.precision));
}

/** Divides. The divisor must not be zero. */
export function divideBigFloats(a: BigFloat, b: BigFloat): BigFloat {
  const precision = Math.max(a.precision, b.precision);
  return quotient(a.mantissa, a.exponent, b.mantissa, b.exponent, precision);
}

/** The remainder of the division truncated towards zero; the rounded quotient decides, as in Terraform (`1 % 0.2` is 0). */
export function remainderOfBigFloats(a: BigFloat, b: BigFloat): BigFloat {
  const whole = bigFloatFromBigInt(truncateBigFloat(divideBigFloats(a, b)));
  return subtractBigFloats(a, multiplyBigFloats(b, whole));
}

export function compareBigFloats(a: BigFloat, b: BigFloat): number {
  if (a.exponent === b.exponent) return a.mantissa < b.mantissa ? -1 : a.mantissa > b.mantissa ? 1 : 0;
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.mantissa << BigInt(a.exponent - exponent);
  const right = b.mantissa << BigInt(b.exponent - exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isIntegral(a: BigFloat): boolean {
  return a.exponent >= 0 || a.mantissa === 0n;
}

/** The integer part: rounds towards zero. */
export function truncateBigFloat(a: BigFloat): bigint {
  if (a.exponent >= 0) return a.mantissa << BigInt(a.exponent);
  const shift = BigInt(-a.exponent);
  return a.mantissa < 0n ? -(-a.mantissa >> shift) : a.mantissa >> shift;
}

/** The nearest integer towards negative infinity. */
export function floorBigFloat(a: BigFloat): bigint {
  return a.exponent >= 0 ? a.mantissa << BigInt(a.exponent) : a.mantissa >> BigInt(-a.exponent);
}

/** The nearest double; infinite when out of range. */
export function bigFloatToDouble(a: BigFloat): number {
  return Number(formatBigFloat(a));
}

/** The shortest decimal without exponent that reads back as the same number at its precision (Go: `Text('f', -1)`). */
export function formatBigFloat(a: BigFloat): string {
  if (a.mantissa === 0n) return '0';
  const sign = a.mantissa < 0n ? '-' : '';
  const magnitude = a.mantissa < 0n ? -a.mantissa : a.mantissa;
  const bits = bitLength(magnitude);
  if (a.exponent >= 0 && bits + a.exponent <= a.precision) {
    return sign + (magnitude << BigInt(a.exponent)).toString();
  }
  return sign + shortestDecimal(magnitude, a.exponent, bits, a.precision);
}

/** The decimal with exactly `decimals` digits after the point, rounded half to even on the exact value (Go: `Text('f', n)`). */
export function formatFixed(a: BigFloat, decimals: number): string {
  const negative = a.mantissa < 0n;
  const scaled = (negative ? -a.mantissa : a.mantissa) * 10n ** BigInt(decimals);
  const rounded = a.exponent >= 0 ? scaled << BigInt(a.exponent) : shiftRightToEven(scaled, -a.exponent);
  const digits = rounded.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${text}` : text;
}

/** Walks the exact digits until every longer decimal would round to the same number: Go's `roundShortest`. */
function shortestDecimal(magnitude: bigint, exponent: number, bits: number, precision: number): string {
  const shift = precision + 1 - bits;
  const halfUlps = magnitude << BigInt(shift);
  const halfUlpExponent = exponent - shift;
  const inclusive = (halfUlps & 2n) === 0n;
  const decimals = Math.max(0, -halfUlpExponent);
  const scale = halfUlpExponent >= 0 ? 1n << BigInt(halfUlpExponent) : 5n ** BigInt(decimals);
  const upper = ((halfUlps + 1n) * scale).toString();
  const exact = (halfUlps * scale).toString().padStart(upper.length, '0');
  const lower = ((halfUlps - 1n) * scale).toString().padStart(upper.length, '0');
  const lowerLength = lower.replace(/0+$/, '').length;
  const upperLength = upper.replace(/0+$/, '').length;
  let kept = exact;
  for (let index = 0; index < exact.length; index++) {
    const digit = exact.charCodeAt(index);
    const low = lower.charCodeAt(index);
    const high = upper.charCodeAt(index);
    const canRoundDown = low !== digit || (inclusive && index + 1 === lowerLength);
    const canRoundUp = digit !== high && (inclusive || digit + 1 < high || index + 1 < upperLength);
    if (!canRoundDown && !canRoundUp) continue;
    const roundsUp = canRoundUp && (!canRoundDown || roundsHalfUp(exact, index + 1));
    const prefix = BigInt(exact.slice(0, index + 1)) + (roundsUp ? 1n : 0n);
    kept = prefix.toString().padStart(index + 1, '0') + '0'.repeat(exact.length - index - 1);
    break;
  }
  if (decimals === 0) return kept;
  const padded = kept.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(padded.length - decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function roundsHalfUp(digits: string, index: number): boolean {
  const next = digits.charCodeAt(index) - 48;
  if (Number.isNaN(next)) return false;
  const isExactHalf = next === 5 && /^0*$/.test(digits.slice(index + 1));
  if (isExactHalf) return index > 0 && (digits.charCodeAt(index - 1) - 48) % 2 !== 0;
  return next >= 5;
}

function quotient(
  numerator: bigint,
  numeratorExponent: number,
  denominator: bigint,
  denominatorExponent: number,
  precision: number,
): BigFloat {
  const negative = numerator < 0n !== denominator < 0n;
  const above = numerator < 0n ? -numerator : numerator;
  const below = denominator < 0n ? -denominator : denominator;
  const shift = Math.max(0, precision + 2 - bitLength(above) + bitLength(below));
  const shifted = above << BigInt(shift);
  const whole = shifted / below;
  // A sticky lowest bit stands for everything cut off, so that rounding sees that the quotient was not exact.
  const sticky = whole * below === shifted ? 0n : 1n;
  const mantissa = (whole << 1n) | sticky;
  const exponent = numeratorExponent - denominatorExponent - shift - 1;
  return round(negative ? -mantissa : mantissa, exponent, precision);
}

function round(mantissa: bigint, exponent: number, precision: number): BigFloat {
  if (mantissa === 0n) return { mantissa: 0n, exponent: 0, precision };
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const excess = bitLength(magnitude) - precision;
  let kept = magnitude;
  let keptExponent = exponent;
  if (excess > 0) {
    kept = shiftRightToEven(magnitude, excess);
    keptExponent += excess;
  }
  const zeros = trailingZeroBits(kept);
  if (zeros > 0) {
    kept >>= BigInt(zeros);
    keptExponent += zeros;
  }
  return { mantissa: mantissa < 0n ? -kept : kept, exponent: keptExponent, precision };
}

function shiftRightToEven(value: bigint, bits: number): bigint {
  const shift = BigInt(bits);
  const kept = value >> shift;
  const remainder = value - (kept << shift);
  const half = 1n << (shift - 1n);
  return remainder > half || (remainder === half && (kept & 1n) === 1n) ? kept + 1n : kept;
}

function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 0x1_0000_0000n) return 32 - Math.clz32(Number(magnitude));
  const hex = magnitude.toString(16);
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex.charAt(0), 16)) - 28);
}

function trailingZeroBits(value: bigint): number {
  let zeros = 0;
  let rest = value;
  while ((rest & 0xffff_ffffn) === 0n) {
    rest >>= 32n;
    zeros += 32;
  }
  const low = Number(rest & 0xffff_ffffn);
  return zeros + 31 - Math.clz32(low & -low);
}
