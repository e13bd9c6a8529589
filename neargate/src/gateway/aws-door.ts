import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/aws-error.ts';
import type { Logger } from '../core/logger.ts';
import { catalog, type ServiceName } from '../services/catalog.ts';
import type { Caller } from '../services/context.ts';
import type { ServiceDefinition } from '../services/operation.ts';
import { UnknownOperation } from '../services/unknown-operation.ts';
import { authenticate, type Authenticator } from './authentication/authenticator.ts';
import { decodeAwsChunked, isAwsChunked } from './aws-chunked.ts';
import { type CredentialScope, credentialScope } from './credential-scope.ts';
import type { Door } from './http-server.ts';
import type { MissedCall } from './missed-operations.ts';
import { answerHeaders, type BucketRules, preflightHeaders } from './s3-cors.ts';
import type { WireProtocol, WireRequest, WireResponse, WireService } from './protocols/protocol.ts';
import { protocols } from './protocols/protocols.ts';
import { wholeResponse } from './protocols/whole-response.ts';
import { detectService } from './service-detection.ts';
import { loadWireSchema } from '../wire/load-schema.ts';

const mebibyte = 1024 * 1024;
/** S3 takes 5 GiB in one part; here an object passes through memory. */
const longestS3BodyBytes = 512 * mebibyte;
const longestBodyBytes = 16 * mebibyte;

export interface AwsDoorOptions {
  /** `Invoke` by names that are only known from the request. */
  invoke(service: ServiceName, operation: string, input: unknown, caller: Caller): Promise<unknown>;
  readonly defaultAccountId: string;
  readonly defaultRegion: string;
  /** The principal behind temporary credentials that STS has given out; undefined for any other access key. */
  principalOf?(
    accessKeyId: string,
  ): { readonly accountId: string; readonly principalArn: string } | undefined;
  /** Given when signatures are verified. Without it any access key is accepted, and a signature is only read. */
  readonly authentication?: Authenticator;
  /** By which browsers are told what pages of other origins may do with a bucket. Without it they may do nothing. */
  readonly corsRulesOf?: BucketRules;
  readonly log: Logger;
  /** Told of calls to operations and services that Neargate does not have. */
  readonly onMissed?: (call: Omit<MissedCall, 'atMs'>) => void;
}

/**
 * AWS's API on the gateway's port: every service, told apart by what a request says of itself. The credential scope chooses
 * the region and the key its account; without `authentication` any access key is accepted, one of 12 digits for that account.
 */
export function awsDoor(options: AwsDoorOptions): Door {
  return {
    name: 'aws',
    matches: () => true,
    async handle(request, response) {
      const requestId = randomUUID();
      send(response, await answer(options, request, requestId));
    },
  };
}

async function answer(
  options: AwsDoorOptions,
  message: IncomingMessage,
  requestId: string,
): Promise<WireResponse> {
  const [path, queryText = ''] = splitOnce(message.url ?? '/', '?');
  const query = new URLSearchParams(queryText);
  const scope = credentialScope(message.headers, query);
  const isForm = String(message.headers['content-type'] ?? '').startsWith(
    'application/x-www-form-urlencoded',
  );
  const limit = scope?.service === 's3' || scope === undefined ? longestS3BodyBytes : longestBodyBytes;
  const received = await readBody(message, limit);
  const raw = {
    method: message.method ?? 'GET',
    path,
    query,
    headers: message.headers,
    body: received ?? Buffer.alloc(0),
  };
  const form = isForm
    ? new URLSearchParams(raw.body.toString('utf8'))
    : query.has('Action')
      ? query
      : undefined;
  const name = detectService({ headers: raw.headers, form, scope });
  if (name === undefined) return unknownService(options, scope, raw, form, requestId);
  const service: WireService = { name, definition: catalog[name], schema: loadWireSchema(name) };
  const protocol = protocolOf(service.definition, form);
  const { corsRulesOf } = options;
  const forPages = (answered: WireResponse): WireResponse =>
    name === 's3' && corsRulesOf !== undefined
      ? { ...answered, headers: { ...answered.headers, ...answerHeaders(raw, corsRulesOf) } }
      : answered;
  try {
    if (raw.method === 'OPTIONS' && name === 's3' && corsRulesOf !== undefined) {
      return { status: 200, headers: preflightHeaders(raw, corsRulesOf), body: '' };
    }
    if (received === undefined) {
      throw new AwsError(
        'EntityTooLarge',
        `Neargate takes request bodies of at most ${limit / mebibyte} MiB.`,
      );
    }
    if (options.authentication !== undefined)
      authenticate(options.authentication, service, message, raw, form);
    const request = isAwsChunked(raw.headers) ? { ...raw, ...decodeAwsChunked(raw.body, raw.headers) } : raw;
    const call = protocol.read(service, request);
    const output = await options.invoke(name, call.operation, call.input, callerOf(options, scope));
    return forPages(await wholeResponse(protocol.writeOutput(service, call.operation, output, requestId)));
  } catch (error) {
    if (error instanceof UnknownOperation) tellMissed(options, error, raw);
    if (error instanceof AwsError) return forPages(protocol.writeError(service, error, raw, requestId));
    options.log.error('an AWS call failed inside Neargate', { service: name, requestId, error });
    const internal = new AwsError(
      'InternalFailure',
      `Neargate failed; its log says why (request ${requestId}).`,
      {
        status: 500,
      },
    );
    return protocol.writeError(service, internal, raw, requestId);
  }
}

/** A form that names an action is in the older of two protocols. */
function protocolOf(
  { protocol, olderProtocol }: ServiceDefinition,
  form: URLSearchParams | undefined,
): WireProtocol {
  return protocols[form?.has('Action') === true ? (olderProtocol ?? protocol) : protocol];
}

function callerOf(options: AwsDoorOptions, scope: CredentialScope | undefined): Caller {
  const accessKeyId = scope?.accessKeyId ?? '';
  const region = scope === undefined || scope.region === '' ? options.defaultRegion : scope.region;
  const principal = options.principalOf?.(accessKeyId);
  if (principal !== undefined) return { ...principal, region, partition: 'aws' };
  const accountId = /^\d{12}$/.test(accessKeyId) ? accessKeyId : options.defaultAccountId;
  return { accountId, region, partition: 'aws', principalArn: `arn:aws:iam::${accountId}:root` };
}

/** Answered as a client error in the protocol that the request looks like. */
function unknownService(
  options: AwsDoorOptions,
  scope: CredentialScope | undefined,
  request: WireRequest,
  form: URLSearchParams | undefined,
  requestId: string,
): WireResponse {
  const target = request.headers['x-amz-target'];
  const [prefix, operation] = splitOnce(typeof target === 'string' ? target : '', '.');
  const stand = target === undefined ? 'sts' : 'ecs';
  const definition: ServiceDefinition = catalog[stand];
  const error = new UnknownOperation(
    scope?.service ?? (prefix === '' ? 'this service' : prefix),
    operation ?? form?.get('Action') ?? undefined,
    definition.protocol,
  );
  tellMissed(options, error, request);
  const schema = { operations: {}, shapes: {}, errors: {} };
  return protocols[definition.protocol].writeError(
    { name: stand, definition, schema },
    error,
    request,
    requestId,
  );
}

function tellMissed(
  options: AwsDoorOptions,
  { service, operation }: UnknownOperation,
  { headers }: WireRequest,
): void {
  options.onMissed?.({ service, operation, client: headers['user-agent'] ?? '' });
}

/** The whole body; undefined when it is longer than that. */
async function readBody(message: IncomingMessage, longestBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    // Read to the end all the same: an answer to a request that is still being sent would be lost.
    if (size <= longestBytes) chunks.push(chunk as Buffer);
    else chunks.length = 0;
  }
  return size > longestBytes ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const isHead = response.req.method === 'HEAD';
  response.writeHead(status, {
    ...headers,
    ...(isHead && headers['content-length'] !== undefined ? {} : { 'content-length': String(bytes.length) }),
  });
  response.end(isHead ? undefined : bytes);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
