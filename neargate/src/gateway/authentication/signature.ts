import type { IncomingHttpHeaders } from 'node:http';
import { AuthenticationProblem } from './authentication-problem.ts';

/** What a SigV4 signature in the Authorization header or in a presigned URL's query says. */
export interface Signature {
  readonly place: 'header' | 'query';
  readonly accessKeyId: string;
  /** `yyyymmdd` of the credential scope. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** In lower case, as they were listed. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
  /** `yyyymmddThhmmssZ` */
  readonly time: string;
  readonly timeMs: number;
  /** Of presigned URLs: for how long after `timeMs` they are good. */
  readonly expiresSeconds?: number;
  readonly sessionToken?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const longestExpiresSeconds = 604_800;
const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Reads the signature of a request. Undefined for a request without one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @throws AuthenticationProblem `incomplete` or `unsupported`, which says the part that is missing or malformed
 */
export function readSignature(headers: IncomingHttpHeaders, query: URLSearchParams): Signature | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return ofHeader(authorization, headers);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return ofQuery(query);
  if (query.has('AWSAccessKeyId')) throw unsupported();
  return undefined;
}

function ofHeader(authorization: string, headers: IncomingHttpHeaders): Signature {
  const [scheme = '', rest = ''] = authorization.split(/\s+(.*)/s);
  if (scheme !== algorithm) throw unsupported();
  const parts = new Map<string, string>();
  for (const part of rest.split(',')) {
    const equals = part.indexOf('=');
    if (equals < 0) {
      throw incomplete(
        `'${part.trim()}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
      );
    }
    parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  for (const name of ['Credential', 'SignedHeaders', 'Signature']) {
    if ((parts.get(name) ?? '') === '')
      throw incomplete(`Authorization header requires '${name}' parameter. Authorization=${scheme}`);
  }
  const time = first(headers['x-amz-date']) ?? basicTime(headers.date);
  if (time === undefined) {
    throw incomplete(
      `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=${scheme}`,
    );
  }
  const sessionToken = first(headers['x-amz-security-token']);
  return {
    place: 'header',
    ...scopeOf(parts.get('Credential') ?? ''),
    ...signedBy(parts.get('SignedHeaders') ?? '', parts.get('Signature') ?? ''),
    ...timeOf(time),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function ofQuery(query: URLSearchParams): Signature {
  if (query.get('X-Amz-Algorithm') !== algorithm) throw unsupported();
  const required = (name: string) => {
    const value = query.get(name) ?? '';
    if (value === '')
      throw incomplete(
        `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
      );
    return value;
  };
  const expires = query.get('X-Amz-Expires') ?? '900';
  const expiresSeconds = Number(expires);
  if (!/^\d{1,9}$/.test(expires) || expiresSeconds > longestExpiresSeconds) {
    throw incomplete(
      `X-Amz-Expires must be a number from 0 to ${longestExpiresSeconds} (a week in seconds).`,
    );
  }
  const sessionToken = query.get('X-Amz-Security-Token') ?? undefined;
  return {
    place: 'query',
    ...scopeOf(required('X-Amz-Credential')),
    ...signedBy(required('X-Amz-SignedHeaders'), required('X-Amz-Signature')),
    ...timeOf(required('X-Amz-Date')),
    expiresSeconds,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function scopeOf(credential: string): Pick<Signature, 'accessKeyId' | 'day' | 'region' | 'service'> {
  // The access key may hold slashes; the scope's four parts never do.
  const parts = credential.split('/');
  const [day = '', region = '', service = '', end] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join('/');
  if (accessKeyId === '' || !/^\d{8}$/.test(day) || end !== 'aws4_request') {
    throw incomplete(
      `Credential must have at least 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, day, region, service };
}

function signedBy(names: string, signature: string): Pick<Signature, 'signedHeaders' | 'signature'> {
  return { signedHeaders: names.toLowerCase().split(';'), signature: signature.toLowerCase() };
}

function timeOf(time: string): Pick<Signature, 'time' | 'timeMs'> {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(timeMs)) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${time}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  return { time, timeMs };
}

function basicTime(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  const ms = Date.parse(date);
  if (Number.isNaN(ms)) return date;
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function incomplete(detail: string): AuthenticationProblem {
  return new AuthenticationProblem('incomplete', detail);
}

function unsupported(): AuthenticationProblem {
  return new AuthenticationProblem('unsupported');
}
