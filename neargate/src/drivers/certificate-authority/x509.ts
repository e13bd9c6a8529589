import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { IssuedCertificate, KeyAlgorithm } from './certificate-authority.ts';

x509.cryptoProvider.set(globalThis.crypto);

/** An authority's key and certificate at work. */
export interface Signer {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  issue(names: readonly string[], keyAlgorithm: KeyAlgorithm, nowMs: number): Promise<IssuedCertificate>;
}

const dayMs = 86_400_000;
/** ACM's certificates are valid for 13 months (ACM User Guide, "Certificate characteristics"). */
const leafDays = 395;
const authorityDays = 3_650;
/** Clocks of clients may be a little behind. */
const backdatedMs = 3_600_000;

const authorityKey = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
});
const ec = (namedCurve: string) => ({ name: 'ECDSA', namedCurve });

const keyParameters: Readonly<Record<KeyAlgorithm, ReturnType<typeof rsa> | ReturnType<typeof ec>>> = {
  RSA_1024: rsa(1024),
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  RSA_4096: rsa(4096),
  EC_prime256v1: ec('P-256'),
  EC_secp384r1: ec('P-384'),
  EC_secp521r1: ec('P-521'),
};

/** A new authority with a key of its own. */
export async function createSigner(nowMs: number): Promise<Signer> {
  const keys = await webcrypto.subtle.generateKey(authorityKey, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=Neargate local authority ${randomBytes(4).toString('hex')}, O=Neargate`,
    notBefore: new Date(nowMs - backdatedMs),
    notAfter: new Date(nowMs + authorityDays * dayMs),
    signingAlgorithm: authorityKey,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return signer(certificate, keys.privateKey, await privateKeyPem(keys.privateKey));
}

/** The authority of an earlier start. Throws when the files are not what was written. */
export async function readSigner(certificatePem: string, keyPem: string): Promise<Signer> {
  const [der] = x509.PemConverter.decode(keyPem);
  if (der === undefined) throw new Error("the certificate authority's key file holds no key");
  const key = await webcrypto.subtle.importKey('pkcs8', der, authorityKey, true, ['sign']);
  return signer(new x509.X509Certificate(certificatePem), key, keyPem);
}

function signer(authority: x509.X509Certificate, signingKey: webcrypto.CryptoKey, keyPem: string): Signer {
  const certificatePem = `${authority.toString('pem')}\n`;
  return {
    certificatePem,
    privateKeyPem: keyPem,
    async issue(names, keyAlgorithm, nowMs) {
      const [first = ''] = names;
      const keys = await webcrypto.subtle.generateKey(keyParameters[keyAlgorithm], true, ['sign', 'verify']);
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        // A common name has at most 64 characters (RFC 5280); the names that count are the alternative ones.
        subject: first.length > 64 ? '' : `CN=${first}`,
        issuer: authority.subject,
        notBefore: new Date(nowMs - backdatedMs),
        notAfter: new Date(Math.min(nowMs + leafDays * dayMs, authority.notAfter.getTime())),
        signingAlgorithm: authorityKey,
        publicKey: keys.publicKey,
        signingKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(
            x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
            true,
          ),
          new x509.ExtendedKeyUsageExtension([serverAuthentication]),
          new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
          await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
      });
      return {
        certificatePem: `${certificate.toString('pem')}\n`,
        chainPem: certificatePem,
        privateKeyPem: await privateKeyPem(keys.privateKey),
      };
    },
  };
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

/** 128 random bits, positive (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes.toString('hex');
}
