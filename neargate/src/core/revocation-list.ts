import { createHash } from 'node:crypto';
import { derChildren, type DerElement, derTags, readDer } from './der.ts';

/**
 * Which certificate is meant, by what a revocation list knows of it: its issuer's name and its serial number (RFC 5280
 * section 5.1.2.6). A digest of the name and the number in hexadecimal, so that lists can be kept as sets of texts.
 */
export function certificateIdentity(certificateDer: Uint8Array): string {
  const [signed] = derChildren(certificateDer, readDer(certificateDer, 0));
  // RFC 5280 section 4.1: a version may come first; serial number, signature algorithm, issuer follow.
  const fields = derChildren(certificateDer, required(signed));
  const at = fields[0]?.tag === derTags.integer ? 0 : 1;
  return identity(certificateDer, required(fields[at + 2]), required(fields[at]));
}

/** The certificates a revocation list (PEM or DER) names, by `certificateIdentity`. Throws for what is no such list. */
export function revokedCertificates(content: Uint8Array): string[] {
  const der = derOf(content);
  // RFC 5280 section 5.1: version, signature algorithm, issuer, this update, next update, entries, extensions.
  const [signed] = derChildren(der, mustBe(readDer(der, 0), derTags.sequence));
  const fields = derChildren(der, mustBe(required(signed), derTags.sequence));
  const at = fields[0]?.tag === derTags.integer ? 1 : 0;
  const issuer = mustBe(required(fields[at + 1]), derTags.sequence);
  if (!isTime(required(fields[at + 2]))) throw new RangeError('a revocation list has a time of update');
  const entries = fields.slice(at + 3).find(({ tag }) => tag === derTags.sequence);
  if (entries === undefined) return [];
  return derChildren(der, entries).map((entry) => {
    const [serialNumber] = derChildren(der, mustBe(entry, derTags.sequence));
    return identity(der, issuer, mustBe(required(serialNumber), derTags.integer));
  });
}

function derOf(content: Uint8Array): Uint8Array {
  const text = Buffer.from(content).toString('latin1');
  const base64 = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(text)?.[1];
  return base64 === undefined ? content : Buffer.from(base64, 'base64');
}

function identity(bytes: Uint8Array, issuer: DerElement, serialNumber: DerElement): string {
  const name = createHash('sha256')
    .update(bytes.subarray(issuer.start, issuer.end))
    .digest('hex')
    .slice(0, 32);
  return `${name} ${Buffer.from(bytes.subarray(serialNumber.start, serialNumber.end)).toString('hex')}`;
}

function isTime({ tag }: DerElement): boolean {
  return tag === derTags.utcTime || tag === derTags.generalizedTime;
}

function mustBe(element: DerElement, tag: number): DerElement {
  if (element.tag !== tag) throw new RangeError('the content is not a revocation list');
  return element;
}

function required(element: DerElement | undefined): DerElement {
  if (element === undefined) throw new RangeError('the content ends early');
  return element;
}
