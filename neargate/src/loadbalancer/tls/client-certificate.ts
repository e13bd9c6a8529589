import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { certificateIdentity } from '../../core/revocation-list.ts';
import type { MutualAuthenticationConfig, TlsFieldName } from './tls-config.ts';

/** What the load balancer tells of a client's certificate. */
export interface ClientCertificate {
  /** RFC 2253, most specific part first. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  /** `NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-21T01:50:17Z`. */
  readonly validity: string;
  readonly leafPem: string;
  /** Of the leaf and of what the client sent of its issuers. */
  readonly identities: readonly string[];
  /** Leaf first, then what the client sent of its issuers. */
  readonly chainPem: string;
}

/** Reads the certificate a client has shown; undefined when it has shown none. */
export function readClientCertificate(
  leaf: X509Certificate | undefined,
  peer: PeerCertificate | undefined,
): ClientCertificate | undefined {
  if (leaf === undefined) return undefined;
  const chain = [leaf.toString()];
  const identities = [certificateIdentity(leaf.raw)];
  const seen = new Set([leaf.fingerprint256]);
  for (let next = issuerOf(peer); next !== undefined; next = issuerOf(next)) {
    if (seen.has(next.fingerprint256)) break;
    seen.add(next.fingerprint256);
    chain.push(new X509Certificate(next.raw).toString());
    identities.push(certificateIdentity(next.raw));
  }
  return {
    subject: distinguishedName(leaf.subject),
    issuer: distinguishedName(leaf.issuer),
    serialNumber: leaf.serialNumber,
    validity: `NotBefore=${isoSeconds(leaf.validFrom)};NotAfter=${isoSeconds(leaf.validTo)}`,
    leafPem: leaf.toString(),
    identities,
    chainPem: chain.join(''),
  };
}

function issuerOf(peer: PeerCertificate | undefined): PeerCertificate | undefined {
  if (peer === undefined || !('issuerCertificate' in peer)) return undefined;
  return peer.issuerCertificate as PeerCertificate | undefined;
}

/**
 * The request fields that tell a target of the client's certificate: the whole chain in passthrough mode, the parts of the
 * verified leaf in verify mode (ALB User Guide, "HTTP headers and mutual TLS").
 */
export function clientCertificateFields(
  mode: MutualAuthenticationConfig['mode'],
  certificate: ClientCertificate | undefined,
): [TlsFieldName, string][] {
  if (certificate === undefined) return [];
  if (mode === 'passthrough') return [['x_amzn_mtls_clientcert', urlEncoded(certificate.chainPem)]];
  return [
    ['x_amzn_mtls_clientcert_serial_number', certificate.serialNumber],
    ['x_amzn_mtls_clientcert_issuer', certificate.issuer],
    ['x_amzn_mtls_clientcert_subject', certificate.subject],
    ['x_amzn_mtls_clientcert_validity', certificate.validity],
    ['x_amzn_mtls_clientcert_leaf', urlEncoded(certificate.leafPem)],
  ];
}

/** URL-encoded with `+`, `=` and `/` left as they are, as ALB does. */
function urlEncoded(pem: string): string {
  return encodeURIComponent(pem).replaceAll('%2B', '+').replaceAll('%3D', '=').replaceAll('%2F', '/');
}

/** Node gives one part a line, outermost first. */
function distinguishedName(lines: string): string {
  return lines.split('\n').toReversed().join(',');
}

function isoSeconds(date: string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What the connection log says of failures that have no code of their own. */
export const unmappedFailure = 'UnmappedConnectionError';

/**
 * The connection log's code for a certificate that was not accepted (ALB User Guide, "Error reason codes"), by OpenSSL's
 * error.
 */
const failureCodes: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'ClientCertExpired',
  CERT_NOT_YET_VALID: 'ClientCertNotYetValid',
  CERT_CHAIN_TOO_LONG: 'ClientCertMaxChainDepthExceeded',
  CERT_REVOKED: 'ClientCertCrlHit',
  CERT_UNTRUSTED: 'ClientCertUntrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ClientCertUntrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'ClientCertUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'ClientCertUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ClientCertUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ClientCertUntrusted',
  INVALID_PURPOSE: 'ClientCertPurposeInvalid',
  CERT_SIGNATURE_FAILURE: 'ClientCertInvalid',
  CERT_REJECTED: 'ClientCertRejected',
};

/** The connection log's code of a certificate that a revocation list names. */
export const revokedFailure = 'ClientCertCrlHit';

export function certificateFailureCode(opensslError: string): string {
  return failureCodes[opensslError] ?? unmappedFailure;
}
