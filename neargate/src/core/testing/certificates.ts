import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(globalThis.crypto);

/** A certificate with its key, as PEM. */
export interface TestCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** An authority of a test: issues certificates that it alone vouches for. */
export interface TestAuthority {
  readonly certificatePem: string;
  issue(options: TestCertificateOptions): Promise<TestCertificate>;
  /** Its revocation list (PEM) that names these certificates. */
  revocationListOf(...revoked: readonly TestCertificate[]): Promise<Buffer>;
}

export interface TestCertificateOptions {
  /** The first is the common name too. */
  readonly names: readonly string[];
  readonly keyType?: 'rsa' | 'ec';
  /** Only of elliptic curve keys. */
  readonly curve?: 'P-256' | 'P-384';
  /** Days from now; negative = expired. */
  readonly validDays?: number;
}

const day = 86_400_000;

export async function createTestAuthority(name = 'Test authority'): Promise<TestAuthority> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 400 * day),
    notAfter: new Date(Date.now() + 400 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  let serial = 1;
  return {
    certificatePem: certificate.toString('pem'),
    async revocationListOf(...revoked) {
      const list = await x509.X509CrlGenerator.create({
        issuer: certificate.subject,
        thisUpdate: new Date(),
        nextUpdate: new Date(Date.now() + day),
        signingAlgorithm: algorithm,
        signingKey: keys.privateKey,
        entries: revoked.map(({ certificatePem }) => ({
          serialNumber: new x509.X509Certificate(certificatePem).serialNumber,
          revocationDate: new Date(),
        })),
      });
      return Buffer.from(x509.PemConverter.encode(list.rawData, 'X509 CRL'));
    },
    async issue({ names, keyType = 'ec', curve = 'P-256', validDays = 30 }) {
      const own =
        keyType === 'ec'
          ? { name: 'ECDSA', namedCurve: curve, hash: 'SHA-256' }
          : {
              name: 'RSASSA-PKCS1-v1_5',
              hash: 'SHA-256',
              modulusLength: 2048,
              publicExponent: new Uint8Array([1, 0, 1]),
            };
      const pair = await webcrypto.subtle.generateKey(own, true, ['sign', 'verify']);
      const issued = await x509.X509CertificateGenerator.create({
        serialNumber: (++serial).toString(16).padStart(4, '0'),
        subject: `CN=${names[0] ?? ''},O=Test`,
        issuer: certificate.subject,
        notBefore: new Date(Date.now() - 390 * day),
        notAfter: new Date(Date.now() + validDays * day),
        signingAlgorithm: algorithm,
        publicKey: pair.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        ],
      });
      const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
      return {
        certificatePem: issued.toString('pem'),
        privateKeyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
      };
    },
  };
}
