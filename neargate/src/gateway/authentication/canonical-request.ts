import { sha256 } from '../../core/sigv4.ts';
import type { Signature } from './signature.ts';

/** What of a request is signed. */
export interface SignedParts {
  readonly method: string;
  /** As on the request line, percent-encoded, without the query. */
  readonly path: string;
  /** As on the request line, without the question mark. */
  readonly queryText: string;
  /** Every value of each header, names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export const emptyHash = sha256('');

/**
 * The canonical request. S3 signs the path as it is; every other service signs it normalized and encoded once more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
export function canonicalRequest(parts: SignedParts, signature: Signature, payloadHash: string): string {
  const { signedHeaders } = signature;
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(parts.headers[name])}\n`).join('');
  return [
    parts.method,
    signature.service === 's3' ? s3Path(parts.path) : normalizedPath(parts.path),
    canonicalQuery(parts.queryText),
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

export function credentialScopeOf({ day, region, service }: Signature): string {
  return `${day}/${region}/${service}/aws4_request`;
}

export function stringToSign(signature: Signature, canonical: string): string {
  return ['AWS4-HMAC-SHA256', signature.time, credentialScopeOf(signature), sha256(canonical)].join('\n');
}

function canonicalValue(values: readonly string[] | undefined): string {
  return (values ?? []).map((value) => value.trim().replaceAll(/ +/g, ' ')).join(',');
}

function s3Path(path: string): string {
  return path
    .split('/')
    .map((segment) => uriEncode(decodeText(segment)))
    .join('/');
}

function normalizedPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(uriEncode(segment));
  }
  const isFolder = path.endsWith('/') && kept.length > 0;
  return `/${kept.join('/')}${isFolder ? '/' : ''}`;
}

function canonicalQuery(queryText: string): string {
  if (queryText === '') return '';
  return queryText
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [uriEncode(decodeText(name)), uriEncode(decodeText(value))] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .toSorted(([name, value], [otherName, otherValue]) =>
      name === otherName ? compare(value, otherValue) : compare(name, otherName),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** By code point, as AWS sorts; every character is ASCII by then. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Percent-decoded; text that is not valid stays as it is, and the signatures will differ. */
function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 3986: everything but unreserved characters. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
