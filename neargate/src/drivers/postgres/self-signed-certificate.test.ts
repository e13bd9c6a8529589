import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { selfSignedCertificate } from './self-signed-certificate.ts';

describe('selfSignedCertificate', () => {
  it('is a certificate that holds for its names now, and is signed by its own key', () => {
    const long = `${'a'.repeat(60)}.us-east-1.rds.amazonaws.com`;
    const now = Date.UTC(2026, 0, 1);
    const certificate = new X509Certificate(selfSignedCertificate([long, 'localhost'], now).certificate);
    expect(certificate.checkHost(long)).toBe(long);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkHost('other')).toBeUndefined();
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(now);
    expect(new Date(certificate.validTo).getFullYear()).toBe(2035);
  });
});
