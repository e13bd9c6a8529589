import type { IdSource } from '../../core/ids.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An access key id is a prefix and 16 base 32 characters; the account's number is in bits 1 to 40 of their 80. */
const accountBits = 40n;
const randomBits = 39n;
const newFormat = 1n << 79n;

/**
 * A new access key id that tells its account, as AWS's do: `AKIA` for long-term keys, `ASIA` for temporary ones. AWS documents
 * it by the operation that reads it back: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export function newAccessKeyId(ids: IdSource, prefix: 'AKIA' | 'ASIA', accountId: string): string {
  const random = BigInt(`0x${ids.hex(10)}`) & ((1n << randomBits) - 1n);
  let bits = newFormat | (BigInt(accountId) << randomBits) | random;
  let text = '';
  for (let index = 0; index < 16; index++) {
    text = (alphabet[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return prefix + text;
}

/** The account that an access key id belongs to, or undefined when the id tells none. */
export function accountOfAccessKeyId(accessKeyId: string): string | undefined {
  if (!/^A(?:KIA|SIA)[A-Z2-7]{16}$/.test(accessKeyId)) return undefined;
  let bits = 0n;
  for (const character of accessKeyId.slice(4)) {
    bits = (bits << 5n) | BigInt(alphabet.indexOf(character));
  }
  const account = ((bits & ~newFormat) >> randomBits) & ((1n << accountBits) - 1n);
  return account > 999_999_999_999n ? undefined : account.toString().padStart(12, '0');
}
