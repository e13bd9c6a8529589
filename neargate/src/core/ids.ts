import { randomBytes } from 'node:crypto';

/** Where identifiers come from: the operating system's randomness, or a seed in simulations. */
export interface IdSource {
  /** `length` lower-case hexadecimal digits, as in `vpc-0a1b…` or an ECS task id. */
  hex(length: number): string;
  /** `length` decimal digits, the first not zero, as in an ECS deployment id. */
  digits(length: number): string;
  /** `length` characters of A–Z and 0–9, as in an IAM unique id. */
  upperAlphanumeric(length: number): string;
  /** `length` characters of A–Z, a–z and 0–9. */
  alphanumeric(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function idSource(bytes: (length: number) => Uint8Array): IdSource {
  const pick = (alphabet: string, length: number) =>
    Array.from(bytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
  const hex = (length: number) =>
    Buffer.from(bytes(Math.ceil(length / 2)))
      .toString('hex')
      .slice(0, length);
  return {
    hex,
    digits: (length) => pick('123456789', 1) + pick('0123456789', length - 1),
    upperAlphanumeric: (length) => pick(upper, length),
    alphanumeric: (length) => pick(mixed, length),
    uuid() {
      const digits = hex(32).split('');
      digits[12] = '4';
      digits[16] = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4] ?? '8';
      const text = digits.join('');
      return [
        text.slice(0, 8),
        text.slice(8, 12),
        text.slice(12, 16),
        text.slice(16, 20),
        text.slice(20),
      ].join('-');
    },
  };
}

export const randomIds: IdSource = idSource((length) => randomBytes(length));

/** The same seed gives the same identifiers in the same order. */
export function seededIds(seed: number): IdSource {
  let state = seed >>> 0;
  return idSource((length) => {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) {
      // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let mixedState = Math.imul(state ^ (state >>> 15), state | 1);
      mixedState ^= mixedState + Math.imul(mixedState ^ (mixedState >>> 7), mixedState | 61);
      bytes[index] = (mixedState ^ (mixedState >>> 14)) & 0xff;
    }
    return bytes;
  });
}
