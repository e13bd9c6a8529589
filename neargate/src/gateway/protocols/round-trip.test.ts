import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { catalog, type ServiceName } from '../../services/catalog.ts';
import { decodeAwsChunked, isAwsChunked } from '../aws-chunked.ts';
import { loadWireSchema } from '../../wire/load-schema.ts';
import { type Member, structureOf } from '../../wire/schema.ts';
import { leaveOut, sampleStructure, seededRandom } from '../../wire/testing/sample-values.ts';
import type { WireCall, WireRequest, WireService } from './protocol.ts';
import { protocols } from './protocols.ts';
import { wholeResponse } from './whole-response.ts';

/** The SDK's client of each service is the judge: it writes what we read and reads what we write. */
const clients: Readonly<Record<ServiceName, () => Promise<object>>> = {
  acm: () => import('@aws-sdk/client-acm'),
  'application-autoscaling': () => import('@aws-sdk/client-application-auto-scaling'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  codebuild: () => import('@aws-sdk/client-codebuild'),
  codecommit: () => import('@aws-sdk/client-codecommit'),
  // The new name has no client in this version of the SDK; it is the same service.
  codeconnections: () => import('@aws-sdk/client-codestar-connections'),
  codedeploy: () => import('@aws-sdk/client-codedeploy'),
  codepipeline: () => import('@aws-sdk/client-codepipeline'),
  'codestar-connections': () => import('@aws-sdk/client-codestar-connections'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  ecr: () => import('@aws-sdk/client-ecr'),
  ecs: () => import('@aws-sdk/client-ecs'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  events: () => import('@aws-sdk/client-eventbridge'),
  iam: () => import('@aws-sdk/client-iam'),
  kms: () => import('@aws-sdk/client-kms'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  rds: () => import('@aws-sdk/client-rds'),
  route53: () => import('@aws-sdk/client-route-53'),
  s3: () => import('@aws-sdk/client-s3'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  servicediscovery: () => import('@aws-sdk/client-servicediscovery'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  ssm: () => import('@aws-sdk/client-ssm'),
  sts: () => import('@aws-sdk/client-sts'),
};

/** What these answer with is a stream of events, which no operation of Neargate gives. */
const eventStreams = new Set(['StartLiveTail', 'GetLogObject', 'SelectObjectContent', 'StartSession']);
/**
 * S3 answers with the bare value (`<LocationConstraint>eu-west-1</LocationConstraint>`), which this SDK reads as nothing and
 * boto3 as it is meant; the form is AWS's.
 */
const unwrappedOutputs = new Set(['GetBucketLocation']);
/** Not under a bucket, or told apart from another operation only by `x-id`, or spoken to another host. */
const notS3Buckets = new Set(['WriteGetObjectResponse', 'ListDirectoryBuckets', 'CreateSession']);

interface SdkClient {
  send(command: object): Promise<Record<string, unknown>>;
}
type Constructor = new (input: object) => object;

interface Captured {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

type RoundTrip = (
  operation: string,
  input: object,
  output: object,
) => Promise<{ call: WireCall; received: Record<string, unknown> }>;

/** Sends commands through the SDK and our protocol, and back. */
function roundTrips(service: WireService, sdk: Record<string, unknown>): RoundTrip {
  const protocol = protocols[service.definition.protocol];
  let call: WireCall | undefined;
  let answer: object = {};
  const clientName = Object.keys(sdk).find((name) => name.endsWith('Client') && !name.startsWith('__'));
  const Client = sdk[clientName ?? ''] as Constructor;
  const client = new Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    forcePathStyle: true,
    disableHostPrefix: true,
    maxAttempts: 1,
    // SQS's client would refuse sample values, whose digests are not those of what was sent.
    md5: false,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: {
      async handle(captured: Captured) {
        call = protocol.read(service, await wireRequest(captured));
        const output = protocol.writeOutput(service, call.operation, answer, 'request-1');
        const { status, headers, body } = await wholeResponse(output);
        return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
      },
    },
  }) as SdkClient;
  return async (operation, input, output) => {
    call = undefined;
    answer = output;
    const Command = sdk[`${operation}Command`] as Constructor;
    const received = await client.send(new Command(input));
    if (call === undefined) throw new Error('the client sent nothing');
    return { call, received };
  };
}

async function wireRequest({ method, path, query = {}, headers, body }: Captured): Promise<WireRequest> {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) parameters.append(key, each);
  }
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const raw: WireRequest = { method, path, query: parameters, headers: lower, body: await bytesOf(body) };
  return isAwsChunked(lower) ? { ...raw, ...decodeAwsChunked(raw.body, lower) } : raw;
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The members of `expected` that `actual` does not have as they are: clients may add tokens and checksums of their own. */
function differingMembers(actual: Record<string, unknown>, expected: Record<string, unknown>): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => !isDeepStrictEqual(actual[name], value))
    .map(([name, value]) => `${name} is ${show(actual[name])} instead of ${show(value)}`);
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 200);
}

function inputOverride(service: ServiceName) {
  return (name: string, member: Member): unknown => {
    if (service !== 's3') {
      // The SDK makes a presigned URL of these by itself, or a host name.
      return ['EndpointId', 'PreSignedUrl', 'PresignedUrl', 'SourceRegion', 'DestinationRegion'].includes(
        name,
      )
        ? leaveOut
        : undefined;
    }
    if (name === 'Bucket' && member.label === true) return 'bucket-1';
    if (name === 'Key' && member.label === true) return 'folder/a key+ä?';
    // Checked or computed by the SDK, not carried.
    if (/^(?:Checksum|ContentMD5|SSECustomer|CopySourceSSECustomer|ContentLength|WriteOffset)/.test(name))
      return leaveOut;
    if (name === 'CopySource') return 'bucket-2/key';
    if (name === 'Body') return new Uint8Array(Buffer.from('the content'));
    return undefined;
  };
}

function outputOverride(service: ServiceName) {
  return (name: string, member: Member): unknown => {
    if (member.responseCode === true) return leaveOut;
    if (service !== 's3') return undefined;
    if (/^(?:Checksum|ContentLength|ContentRange|ExpiresString|Expires)/.test(name)) return leaveOut;
    if (member.streaming === true) return leaveOut;
    return undefined;
  };
}

describe.each(Object.keys(catalog) as ServiceName[])('%s', (name) => {
  const service: WireService = { name, definition: catalog[name], schema: loadWireSchema(name) };
  const { schema } = service;

  it('has every operation of the catalogue in its wire schema', () => {
    expect(
      Object.keys(service.definition.operations).filter((each) => schema.operations[each] === undefined),
    ).toEqual([]);
  });

  it('reads what the SDK writes and writes what the SDK reads, for every operation', async () => {
    const sdk = (await clients[name]()) as Record<string, unknown>;
    const roundTrip = roundTrips(service, sdk);
    const failures: string[] = [];
    for (const [operation, { input, output }] of Object.entries(schema.operations)) {
      if (eventStreams.has(operation) || notS3Buckets.has(operation)) continue;
      const random = seededRandom(operation.length * 7919 + 1);
      const request = sampleStructure(schema, structureOf(schema, input), random, {
        override: inputOverride(name),
      });
      const response = sampleStructure(schema, structureOf(schema, output), random, {
        override: outputOverride(name),
      });
      try {
        const { call, received } = await roundTrip(operation, request, response);
        if (call.operation !== operation) failures.push(`${operation}: was read as ${call.operation}`);
        for (const each of differingMembers(call.input, request))
          failures.push(`${operation} input: ${each}`);
        if (unwrappedOutputs.has(operation)) continue;
        for (const each of differingMembers(received, response))
          failures.push(`${operation} output: ${each}`);
      } catch (error) {
        failures.push(`${operation}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect(failures).toEqual([]);
  }, 120_000);
});
