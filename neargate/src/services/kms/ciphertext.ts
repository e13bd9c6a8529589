import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { OperationContext } from '../context.ts';
import { incorrectKey, invalidCiphertext } from './errors.ts';
import { findUsableKey } from './find-key.ts';
import type { KeyRow } from './store.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

const algorithm = 'aes-256-gcm';
const formatVersion = 1;
const keyIdLength = 36;
const nonceLength = 12;
const tagLength = 16;
const headerLength = 1 + keyIdLength + nonceLength + tagLength;

/**
 * Encrypts with AES-256-GCM. The result names its key, and is bound to it and to the encryption context: version, key id,
 * nonce, tag, ciphertext. It is not AWS's format, which is not published.
 */
export function encrypt(
  context: OperationContext,
  key: KeyRow,
  plaintext: Uint8Array,
  encryptionContext: EncryptionContext = {},
): Buffer {
  const nonce = Buffer.from(context.ids.hex(nonceLength * 2), 'hex');
  const cipher = createCipheriv(algorithm, Buffer.from(key.material, 'hex'), nonce);
  cipher.setAAD(boundData(key.keyId, encryptionContext));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const keyId = Buffer.from(key.keyId.padEnd(keyIdLength), 'latin1');
  return Buffer.concat([Buffer.from([formatVersion]), keyId, nonce, cipher.getAuthTag(), body]);
}

/**
 * The plaintext and the key that it was encrypted with. Throws InvalidCiphertextException when blob or context are not what
 * `encrypt` was given, and IncorrectKeyException when another key is expected.
 */
export function decrypt(
  context: OperationContext,
  blob: Uint8Array,
  encryptionContext: EncryptionContext = {},
  expectedKeyId?: string,
): { readonly plaintext: Buffer; readonly key: KeyRow } {
  const bytes = Buffer.from(blob);
  if (bytes.length < headerLength || bytes[0] !== formatVersion) throw invalidCiphertext();
  const keyId = bytes.toString('latin1', 1, 1 + keyIdLength).trim();
  if (!/^[0-9a-f-]+$/.test(keyId)) throw invalidCiphertext();
  const key = findUsableKey(context, keyId);
  if (expectedKeyId !== undefined && findUsableKey(context, expectedKeyId).keyId !== keyId) {
    throw incorrectKey();
  }
  const nonceStart = 1 + keyIdLength;
  const tagStart = nonceStart + nonceLength;
  const nonce = bytes.subarray(nonceStart, tagStart);
  const decipher = createDecipheriv(algorithm, Buffer.from(key.material, 'hex'), nonce);
  decipher.setAAD(boundData(keyId, encryptionContext));
  decipher.setAuthTag(bytes.subarray(tagStart, headerLength));
  try {
    const plaintext = Buffer.concat([decipher.update(bytes.subarray(headerLength)), decipher.final()]);
    return { plaintext, key };
  } catch {
    throw invalidCiphertext();
  }
}

/** The same for the same pairs in any order. */
function boundData(keyId: string, encryptionContext: EncryptionContext): Buffer {
  const pairs = Object.entries(encryptionContext).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(JSON.stringify([keyId, pairs]), 'utf8');
}
