import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

const dayMs = 24 * 60 * 60 * 1000;
const validDays = 3650;

const oid = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
} as const;

/**
 * A key and a certificate for it in PEM, valid for the names given. It is signed by itself: a client that checks certificates has to
 * be given this one as its authority. RFC 5280, section 4.
 */
export function selfSignedCertificate(
  hostNames: readonly string[],
  nowMs: number,
): { key: string; certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der.sequence(der.objectIdentifier(oid.ecdsaWithSha256));
  const name = der.sequence(
    // Common names end at 64 characters; the names that count are the alternative ones.
    der.set(
      der.sequence(
        der.objectIdentifier(oid.commonName),
        der.utf8String((hostNames[0] ?? 'localhost').slice(0, 64)),
      ),
    ),
  );
  const alternatives = der.sequence(...hostNames.map((host) => der.implicit(2, Buffer.from(host, 'ascii'))));
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    name,
    der.sequence(der.utcTime(nowMs - dayMs), der.utcTime(nowMs + validDays * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(
      3,
      der.sequence(
        der.sequence(der.objectIdentifier(oid.subjectAltName), der.octetString(alternatives)),
        der.sequence(
          der.objectIdentifier(oid.basicConstraints),
          der.boolean(true),
          der.octetString(der.sequence(der.boolean(true))),
        ),
      ),
    ),
  );
  const certificate = der.sequence(content, algorithm, der.bitString(sign('sha256', content, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`,
  };
}
