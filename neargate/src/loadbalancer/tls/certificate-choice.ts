import { X509Certificate } from 'node:crypto';
import type { CertificateConfig } from './tls-config.ts';

/** A listener's certificate with what the choice between several looks at. */
export interface ServerCertificate {
  readonly arn: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** Lower-cased names, `*.` possible in front. */
  readonly names: readonly string[];
  /** An RSA key and an elliptic curve key can be offered together: the client's abilities choose. */
  readonly keyType: 'rsa' | 'ec';
  /** Comparable within one key type. */
  readonly keyBits: number;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SHA-256 of the certificate as Node writes it. */
  readonly fingerprint: string;
}

const curveBits: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

/** Reads what a certificate says. Throws when it is no certificate. */
export function readServerCertificate(config: CertificateConfig): ServerCertificate {
  const certificate = new X509Certificate(config.certificatePem);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const isRsa = asymmetricKeyType === 'rsa';
  return {
    arn: config.arn,
    certificatePem: config.certificatePem,
    privateKeyPem: config.privateKeyPem,
    names: namesOf(certificate),
    keyType: isRsa ? 'rsa' : 'ec',
    keyBits: isRsa
      ? (asymmetricKeyDetails?.modulusLength ?? 0)
      : (curveBits[asymmetricKeyDetails?.namedCurve ?? ''] ?? 0),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    fingerprint: certificate.fingerprint256,
  };
}

/**
 * The certificates to offer to a client that asks for `serverName`: the best match of each key type, so that OpenSSL prefers
 * the elliptic curve where the client can read it. Among several matches of one type the longest key wins, then the longest
 * validity, then the order of the listener. Without a name or a match it is the default certificate, the first one.
 * (ALB User Guide, "SSL certificates": "public key algorithm (prefer ECDSA over RSA), … public key length (prefer the
 * largest), validity period". Its preference of SHA over MD5 has nothing to choose from: OpenSSL takes no MD5 signatures.)
 */
export function chooseCertificates(
  certificates: readonly ServerCertificate[],
  serverName: string | undefined,
): readonly ServerCertificate[] {
  const name = serverName?.toLowerCase();
  const matching =
    name === undefined
      ? []
      : certificates.filter(({ names }) => names.some((pattern) => matchesName(pattern, name)));
  const best = (['ec', 'rsa'] as const).flatMap((keyType) => {
    const [first] = matching
      .filter((certificate) => certificate.keyType === keyType)
      .toSorted((left, right) => right.keyBits - left.keyBits || validityOf(right) - validityOf(left));
    return first === undefined ? [] : [first];
  });
  return best.length > 0 ? best : certificates.slice(0, 1);
}

/** RFC 6125 section 6.4.3: a wildcard stands for one label, the leftmost. */
export function matchesName(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

function validityOf({ notBefore, notAfter }: ServerCertificate): number {
  return notAfter - notBefore;
}

/** The DNS names; without any, the common name, as clients once read it. */
function namesOf(certificate: X509Certificate): string[] {
  const alternative = certificate.subjectAltName ?? '';
  const names = [...alternative.matchAll(/DNS:"?([^,"]+)/g)].map((match) => (match[1] ?? '').toLowerCase());
  if (names.length > 0) return names;
  const common = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  return common === undefined ? [] : [common.toLowerCase()];
}
