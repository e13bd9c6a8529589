import { AwsError } from '../../core/aws-error.ts';
import type { Protocol } from '../../services/operation.ts';

/** Why a request's signature is refused. */
export type ProblemKind =
  | 'missing'
  | 'incomplete'
  | 'unsupported'
  | 'unknown-key'
  | 'wrong-token'
  | 'expired-token'
  | 'skewed'
  | 'expired-url'
  | 'unsigned-header'
  | 'wrong-content'
  | 'mismatch';

/** A signature that AWS would not accept. The error that AWS answers depends on the protocol: `authenticationError`. */
export class AuthenticationProblem extends Error {
  override readonly name = 'AuthenticationProblem';
  readonly kind: ProblemKind;
  /** What AWS says beyond the fixed text, where it does. */
  readonly detail: string | undefined;

  constructor(kind: ProblemKind, detail?: string) {
    super(detail ?? kind);
    this.kind = kind;
    this.detail = detail;
  }
}

type Row = readonly [code: string, status: number, text: string];

const mismatchText =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const tokenText = 'The security token included in the request is invalid.';
const expiredText = 'The security token included in the request is expired';
const ec2Text = 'AWS was not able to validate the provided access credentials';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/CommonErrors.html */
const query: Readonly<Record<ProblemKind, Row>> = {
  missing: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
  incomplete: ['IncompleteSignature', 400, 'The request signature does not conform to AWS standards.'],
  unsupported: ['IncompleteSignature', 400, 'Unsupported algorithm: sign with AWS4-HMAC-SHA256.'],
  'unknown-key': ['InvalidClientTokenId', 403, tokenText],
  'wrong-token': ['InvalidClientTokenId', 403, tokenText],
  'expired-token': ['ExpiredToken', 403, expiredText],
  skewed: ['SignatureDoesNotMatch', 403, 'Signature expired'],
  'expired-url': ['SignatureDoesNotMatch', 403, 'Signature expired'],
  'unsigned-header': ['SignatureDoesNotMatch', 403, mismatchText],
  'wrong-content': ['SignatureDoesNotMatch', 403, mismatchText],
  mismatch: ['SignatureDoesNotMatch', 403, mismatchText],
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html */
const json: Readonly<Record<ProblemKind, Row>> = {
  missing: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
  incomplete: ['IncompleteSignatureException', 400, query.incomplete[2]],
  unsupported: ['IncompleteSignatureException', 400, query.unsupported[2]],
  'unknown-key': ['UnrecognizedClientException', 400, tokenText],
  'wrong-token': ['UnrecognizedClientException', 400, tokenText],
  'expired-token': ['ExpiredTokenException', 400, expiredText],
  skewed: ['InvalidSignatureException', 400, 'Signature expired'],
  'expired-url': ['InvalidSignatureException', 400, 'Signature expired'],
  'unsigned-header': ['InvalidSignatureException', 400, mismatchText],
  'wrong-content': ['InvalidSignatureException', 400, mismatchText],
  mismatch: ['InvalidSignatureException', 400, mismatchText],
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const ec2: Readonly<Record<ProblemKind, Row>> = {
  missing: ['MissingParameter', 400, 'The request must contain the parameter AWSAccessKeyId'],
  incomplete: ['AuthFailure', 401, ec2Text],
  unsupported: ['AuthFailure', 401, ec2Text],
  'unknown-key': ['AuthFailure', 401, ec2Text],
  'wrong-token': ['AuthFailure', 401, ec2Text],
  'expired-token': ['RequestExpired', 400, 'Request has expired.'],
  skewed: ['RequestExpired', 400, 'Request has expired.'],
  'expired-url': ['RequestExpired', 400, 'Request has expired.'],
  'unsigned-header': ['AuthFailure', 401, ec2Text],
  'wrong-content': ['AuthFailure', 401, ec2Text],
  mismatch: ['AuthFailure', 401, ec2Text],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const s3: Readonly<Record<ProblemKind, Row>> = {
  missing: ['AccessDenied', 403, 'Access Denied'],
  incomplete: [
    'AuthorizationHeaderMalformed',
    400,
    'The authorization header that you provided is not valid.',
  ],
  unsupported: [
    'InvalidRequest',
    400,
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  ],
  'unknown-key': [
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
  ],
  'wrong-token': ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
  'expired-token': ['ExpiredToken', 400, 'The provided token has expired.'],
  skewed: [
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
  ],
  'expired-url': ['AccessDenied', 403, 'Request has expired'],
  'unsigned-header': ['AccessDenied', 403, 'There were headers present in the request which were not signed'],
  'wrong-content': [
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
  mismatch: [
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
};

const tables: Readonly<Record<Protocol, Readonly<Record<ProblemKind, Row>>>> = {
  query,
  json,
  ec2,
  'rest-xml': s3,
};

/** Kinds whose fixed text AWS replaces by what is wrong, outside of EC2 and, for times, S3. */
const detailed: ReadonlySet<ProblemKind> = new Set([
  'incomplete',
  'skewed',
  'expired-url',
  'unsigned-header',
  'mismatch',
]);

/** The error that services of the protocol answer. */
export function authenticationError(problem: AuthenticationProblem, protocol: Protocol): AwsError {
  const { kind, detail } = problem;
  // A protocol that has no table of its own is one of JSON's relatives.
  const [code, status, text] = (tables[protocol] ?? json)[kind];
  const saysDetail =
    detail !== undefined &&
    detailed.has(kind) &&
    protocol !== 'ec2' &&
    (protocol !== 'rest-xml' || kind === 'incomplete');
  return new AwsError(code, saysDetail ? detail : text, { status });
}
