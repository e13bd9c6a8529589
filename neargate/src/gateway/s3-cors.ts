import type { CORSRule } from '@aws-sdk/client-s3';
import { AwsError } from '../core/aws-error.ts';
import { corsHeaders } from '../services/s3/cors.ts';
import type { WireRequest } from './protocols/protocol.ts';
import { bucketOfHost, splitPath } from './protocols/s3-addressing.ts';

/** What is known of a bucket; its rules are absent where it has none. */
export type BucketRules = (
  bucket: string,
) => { readonly rules?: readonly CORSRule[] | undefined } | undefined;

/**
 * The headers of the answer to a preflight. Nobody signs one, and it tells nothing but what the bucket's rules say.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 * @throws AwsError BadRequest, AccessForbidden
 */
export function preflightHeaders(
  request: WireRequest,
  rulesOf: BucketRules,
): Readonly<Record<string, string>> {
  const { headers } = request;
  const { origin } = headers;
  if (origin === undefined) throw badRequest('Insufficient information. Origin request header needed.');
  const method = headers['access-control-request-method'];
  if (!['GET', 'PUT', 'POST', 'DELETE', 'HEAD'].includes(method ?? '')) {
    throw badRequest(`Invalid Access-Control-Request-Method: ${method ?? 'null'}`);
  }
  const bucket = bucketOf(request);
  const found = bucket === undefined ? undefined : rulesOf(bucket);
  if (found === undefined) throw forbidden('CORSResponse: Bucket not found');
  if (found.rules === undefined) throw forbidden('CORSResponse: CORS is not enabled for this bucket.');
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((header) => header.trim())
    .filter((header) => header !== '');
  const answer = corsHeaders(found.rules, { origin, method: method ?? '', headers: asked });
  if (answer !== undefined) return answer;
  throw forbidden(
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
  );
}

/** What lets the page that sent a request have its answer, be it an error; nothing where the bucket's rules do not. */
export function answerHeaders(request: WireRequest, rulesOf: BucketRules): Readonly<Record<string, string>> {
  const { origin } = request.headers;
  const bucket = origin === undefined ? undefined : bucketOf(request);
  const rules = bucket === undefined ? undefined : rulesOf(bucket)?.rules;
  if (origin === undefined || rules === undefined) return {};
  return corsHeaders(rules, { origin, method: request.method }) ?? {};
}

function bucketOf({ headers, path }: WireRequest): string | undefined {
  const { bucket } = splitPath(path, bucketOfHost(headers.host));
  if (bucket === undefined) return undefined;
  try {
    return decodeURIComponent(bucket);
  } catch {
    return bucket;
  }
}

const badRequest = (message: string) => new AwsError('BadRequest', message);
const forbidden = (message: string) => new AwsError('AccessForbidden', message, { status: 403 });
