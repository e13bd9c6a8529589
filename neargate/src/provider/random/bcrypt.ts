/**
 * bcrypt, version `2a`. https://www.usenix.org/legacy/events/usenix99/provos/provos.pdf
 */

const rounds = 16;
const subkeyCount = rounds + 2;
const boxWords = 4 * 256;
const maxPasswordBytes = 72;
const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const magic = 'OrpheanBeholderScryDoubt';

interface Cipher {
  readonly subkeys: Uint32Array;
  readonly boxes: Uint32Array;
}

let initial: Cipher | undefined;

/**
 * The hash of a password.
 *
 * @param salt 16 bytes.
 * @param cost The logarithm of how often the key is mixed in; 10 takes about a tenth of a second.
 */
export function bcrypt(password: string, salt: Uint8Array, cost: number): string {
  const key = Buffer.concat([Buffer.from(password, 'utf8').subarray(0, maxPasswordBytes), Buffer.of(0)]);
  const cipher = copyOf((initial ??= initialCipher()));
  const nothing = new Uint8Array(16);
  mixIn(cipher, key, salt);
  for (let round = 0; round < 2 ** cost; round += 1) {
    mixIn(cipher, key, nothing);
    mixIn(cipher, salt, nothing);
  }
  const words = new Uint32Array(6);
  const text = Buffer.from(magic, 'latin1');
  for (let index = 0; index < 6; index += 1) words[index] = text.readUInt32BE(index * 4);
  for (let pair = 0; pair < 6; pair += 2) {
    for (let count = 0; count < 64; count += 1) encipher(cipher, words, pair);
  }
  const hash = Buffer.alloc(24);
  words.forEach((word, index) => hash.writeUInt32BE(word, index * 4));
  const prefix = `$2a$${String(cost).padStart(2, '0')}$`;
  return `${prefix}${base64(salt)}${base64(hash.subarray(0, 23))}`;
}

/** The key schedule: the key goes into the subkeys, and with the salt everything is enciphered anew. */
function mixIn(cipher: Cipher, key: Uint8Array, salt: Uint8Array): void {
  const { subkeys, boxes } = cipher;
  let position = 0;
  for (let index = 0; index < subkeyCount; index += 1) {
    let word = 0;
    for (let byte = 0; byte < 4; byte += 1) {
      word = (word << 8) | (key[position] ?? 0);
      position = (position + 1) % key.length;
    }
    subkeys[index] = (subkeys[index] ?? 0) ^ word;
  }
  const view = new DataView(salt.buffer, salt.byteOffset, 16);
  const pair = new Uint32Array(2);
  let half = 0;
  const fill = (words: Uint32Array) => {
    for (let index = 0; index < words.length; index += 2) {
      pair[0] = (pair[0] ?? 0) ^ view.getUint32(half * 8);
      pair[1] = (pair[1] ?? 0) ^ view.getUint32(half * 8 + 4);
      half ^= 1;
      encipher(cipher, pair, 0);
      words[index] = pair[0] ?? 0;
      words[index + 1] = pair[1] ?? 0;
    }
  };
  fill(subkeys);
  fill(boxes);
}

function encipher({ subkeys, boxes }: Cipher, words: Uint32Array, at: number): void {
  let left = words[at] ?? 0;
  let right = words[at + 1] ?? 0;
  for (let round = 0; round < rounds; round += 1) {
    left ^= subkeys[round] ?? 0;
    const mixed =
      ((((boxes[left >>> 24] ?? 0) + (boxes[256 + ((left >>> 16) & 255)] ?? 0)) | 0) ^
        (boxes[512 + ((left >>> 8) & 255)] ?? 0)) +
      (boxes[768 + (left & 255)] ?? 0);
    right ^= mixed;
    [left, right] = [right, left];
  }
  words[at] = right ^ (subkeys[rounds + 1] ?? 0);
  words[at + 1] = left ^ (subkeys[rounds] ?? 0);
}

function copyOf({ subkeys, boxes }: Cipher): Cipher {
  return { subkeys: subkeys.slice(), boxes: boxes.slice() };
}

/** Blowfish begins with the binary digits of pi after the point. */
function initialCipher(): Cipher {
  const wordCount = subkeyCount + boxWords;
  const digits = fractionOfPi(wordCount * 32);
  const words = new Uint32Array(wordCount);
  const bytes = Buffer.from(digits.toString(16).padStart(wordCount * 8, '0'), 'hex');
  for (let index = 0; index < wordCount; index += 1) words[index] = bytes.readUInt32BE(index * 4);
  return { subkeys: words.slice(0, subkeyCount), boxes: words.slice(subkeyCount) };
}

/** The first `bits` binary digits of pi's fraction, by Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239). */
function fractionOfPi(bits: number): bigint {
  const guard = 64n;
  const unity = 1n << (BigInt(bits) + guard);
  const pi = 16n * arctangent(5n, unity) - 4n * arctangent(239n, unity);
  return (pi - 3n * unity) >> guard;
}

/** arctan(1/x) in units of 1/unity. */
function arctangent(x: bigint, unity: bigint): bigint {
  const square = x * x;
  let power = unity / x;
  let sum = power;
  for (let divisor = 3n, sign = -1n; power > 0n; divisor += 2n, sign = -sign) {
    power /= square;
    sum += (sign * power) / divisor;
  }
  return sum;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.subarray(index, index + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const length = second === undefined ? 2 : third === undefined ? 3 : 4;
    for (let digit = 0; digit < length; digit += 1) text += alphabet[(group >>> (18 - digit * 6)) & 63] ?? '';
  }
  return text;
}
