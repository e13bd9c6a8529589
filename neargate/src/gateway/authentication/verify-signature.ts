import { sameText } from '../../core/same-text.ts';
import { sha256, signatureOf, signingKey } from '../../core/sigv4.ts';
import { AuthenticationProblem } from './authentication-problem.ts';
import {
  canonicalRequest,
  credentialScopeOf,
  emptyHash,
  type SignedParts,
  stringToSign,
} from './canonical-request.ts';
import { hasSignedChunks, verifyChunks } from './chunk-signatures.ts';
import { readSignature, type Signature } from './signature.ts';

const minuteMs = 60_000;
/** How far a signer's clock may be off. S3 documents 15 minutes, the others 5. */
const skewMs = { s3: 15 * minuteMs, others: 5 * minuteMs } as const;

/** A key that requests may be signed with. */
export interface SigningCredentials {
  readonly secretAccessKey: string;
  /** Temporary credentials are only good with their token. */
  readonly sessionToken?: string | undefined;
  readonly expiresAtMs?: number | undefined;
  readonly isActive: boolean;
}

export interface ReceivedRequest extends SignedParts {
  readonly query: URLSearchParams;
  /** The whole body, chunk framing included. */
  readonly body: Buffer;
}

/**
 * Checks that a request was signed by whom it says, for this service, now, and that nothing was changed since.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 * @throws AuthenticationProblem
 */
export function verifySignature(
  request: ReceivedRequest,
  signingName: string,
  credentialsOf: (accessKeyId: string) => SigningCredentials | undefined,
  nowMs: number,
): void {
  const signature = readSignature(
    Object.fromEntries(Object.entries(request.headers).map(([name, values]) => [name, values?.[0]])),
    request.query,
  );
  if (signature === undefined) throw new AuthenticationProblem('missing');
  checkScope(signature, signingName);
  const credentials = credentialsOf(signature.accessKeyId);
  if (credentials?.isActive !== true) throw new AuthenticationProblem('unknown-key');
  if (credentials.sessionToken !== signature.sessionToken) throw new AuthenticationProblem('wrong-token');
  if (credentials.expiresAtMs !== undefined && credentials.expiresAtMs <= nowMs)
    throw new AuthenticationProblem('expired-token');
  checkTime(signature, nowMs);
  checkSignedHeaders(request, signature);
  const key = signingKey(credentials.secretAccessKey, credentialScopeOf(signature));
  const canonical = canonicalRequest(request, signature, payloadHashOf(request, signature));
  const expected = signatureOf(key, stringToSign(signature, canonical));
  if (!sameText(expected, signature.signature)) throw new AuthenticationProblem('mismatch');
  checkContent(request, signature, key);
}

function checkScope({ service }: Signature, signingName: string): void {
  if (service === signingName) return;
  throw new AuthenticationProblem(
    'mismatch',
    `Credential should be scoped to correct service: '${signingName}'. `,
  );
}

function checkTime({ service, day, time, timeMs, expiresSeconds, place }: Signature, nowMs: number): void {
  if (!time.startsWith(day)) {
    throw new AuthenticationProblem(
      'mismatch',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${time.slice(0, 8)}', from '${time}'.`,
    );
  }
  const allowedMs = service === 's3' ? skewMs.s3 : skewMs.others;
  if (timeMs > nowMs + allowedMs) {
    throw new AuthenticationProblem(
      'skewed',
      skewText('not yet current', time, nowMs, nowMs + allowedMs, '+', allowedMs, 'later'),
    );
  }
  if (place === 'query') {
    if (timeMs + (expiresSeconds ?? 0) * 1000 < nowMs)
      throw new AuthenticationProblem('expired-url', 'Signature expired');
  } else if (timeMs < nowMs - allowedMs) {
    throw new AuthenticationProblem(
      'skewed',
      skewText('expired', time, nowMs, nowMs - allowedMs, '-', allowedMs, 'earlier'),
    );
  }
}

function skewText(
  what: 'expired' | 'not yet current',
  time: string,
  nowMs: number,
  boundMs: number,
  sign: '+' | '-',
  allowedMs: number,
  side: 'earlier' | 'later',
): string {
  const minutes = allowedMs / minuteMs;
  return `Signature ${what}: ${time} is ${what === 'expired' ? 'now' : 'still'} ${side} than ${basic(boundMs)} (${basic(nowMs)} ${sign} ${minutes} min.)`;
}

function basic(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function checkSignedHeaders({ headers }: SignedParts, { signedHeaders, service }: Signature): void {
  if (!signedHeaders.includes('host')) {
    throw new AuthenticationProblem(
      'unsigned-header',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  }
  if (service !== 's3') return;
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0) throw new AuthenticationProblem('unsigned-header', unsigned.join(', '));
}

/** What stands for the body in the canonical request. */
function payloadHashOf(request: ReceivedRequest, { service, place }: Signature): string {
  const declared = request.headers['x-amz-content-sha256']?.[0];
  if (service !== 's3') return request.body.length === 0 ? emptyHash : sha256(request.body);
  if (declared !== undefined) return declared;
  return place === 'query' ? 'UNSIGNED-PAYLOAD' : sha256(request.body);
}

function checkContent(request: ReceivedRequest, signature: Signature, key: Buffer): void {
  const declared = request.headers['x-amz-content-sha256']?.[0];
  if (signature.service !== 's3' || declared === undefined) return;
  if (hasSignedChunks(declared)) {
    verifyChunks(request.body, signature, key, declared);
  } else if (/^[0-9a-f]{64}$/i.test(declared) && declared.toLowerCase() !== sha256(request.body)) {
    throw new AuthenticationProblem('wrong-content');
  }
}
