import { createHash, createPublicKey } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { KeyPairRow } from './store.ts';

/**
 * What EC2 tells of a public key in OpenSSH's format: the MD5 digest of an RSA key in DER, the SHA-256 digest of an ED25519 key.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html
 * @throws AwsError InvalidKey.Format
 */
export function readPublicKey(text: string): Pick<KeyPairRow, 'keyType' | 'fingerprint'> {
  const [type = '', encoded = ''] = text.trim().split(/\s+/);
  const fields = fieldsOf(Buffer.from(encoded, 'base64'));
  if (fields?.[0]?.toString('latin1') !== type) throw invalidKey();
  if (type === 'ssh-ed25519') {
    const digest = createHash('sha256').update(Buffer.from(encoded, 'base64')).digest('base64');
    return { keyType: 'ed25519', fingerprint: digest };
  }
  const [, exponent, modulus] = fields;
  if (type !== 'ssh-rsa' || exponent === undefined || modulus === undefined) throw invalidKey();
  const key = rsaKey(exponent, modulus);
  const digest = createHash('md5').update(key).digest('hex');
  return { keyType: 'rsa', fingerprint: digest.replace(/(..)(?!$)/g, '$1:') };
}

/** https://www.rfc-editor.org/rfc/rfc4253#section-6.6 */
function fieldsOf(blob: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    if (at + 4 > blob.length) return undefined;
    const size = blob.readUInt32BE(at);
    if (at + 4 + size > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return fields;
}

function rsaKey(exponent: Buffer, modulus: Buffer): Buffer {
  try {
    const jwk = { kty: 'RSA', e: unsigned(exponent), n: unsigned(modulus) };
    return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  } catch {
    throw invalidKey();
  }
}

/** A number's leading zero, which tells that it is positive, is no part of a JSON Web Key. */
function unsigned(number: Buffer): string {
  return (number[0] === 0 ? number.subarray(1) : number).toString('base64url');
}

function invalidKey(): AwsError {
  return new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
}
