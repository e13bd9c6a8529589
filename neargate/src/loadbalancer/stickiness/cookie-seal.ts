import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts what stickiness cookies say, so that clients can neither read nor make it up. ALB's cookies are opaque too ("the
 * contents of these cookies are encrypted using a rotating key").
 */
export class CookieSeal {
  private readonly key: Buffer;

  /** @param keyHex 32 bytes in hexadecimal; without it cookies hold for this process only. */
  constructor(keyHex?: string) {
    this.key = keyHex === undefined ? randomBytes(32) : Buffer.from(keyHex, 'hex');
  }

  seal(text: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv(algorithm, this.key, iv);
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return sealed.toString('base64url');
  }

  /** The sealed text, or undefined for anything that was not sealed with this key. */
  open(value: string): string | undefined {
    const sealed = Buffer.from(value, 'base64url');
    if (sealed.length <= ivBytes + tagBytes) return undefined;
    try {
      const decipher = createDecipheriv(algorithm, this.key, sealed.subarray(0, ivBytes));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      const text = decipher.update(sealed.subarray(ivBytes, -tagBytes));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
