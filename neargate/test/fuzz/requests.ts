import { catalog } from '../../src/services/catalog.ts';
import type { ServiceDefinition } from '../../src/services/operation.ts';
import { loadWireSchema } from '../../src/wire/load-schema.ts';
import { Random } from '../simulation/random.ts';

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const services = (Object.entries(catalog) as [keyof typeof catalog, ServiceDefinition][]).map(
  ([name, definition]) => ({ name, definition, operations: Object.keys(definition.operations) }),
);

/** Values that programs do not expect. */
const strange = [
  '',
  ' ',
  '\u0000',
  'ü😀\u202e',
  '\ud800',
  '../../../etc/passwd',
  '..%2f..%2f',
  '%',
  '%zz',
  '__proto__',
  'constructor',
  'arn:aws:ecs:us-east-1:123456789012:service/a/b',
  'arn:::::',
  '*',
  '-1',
  '1e400',
  '9'.repeat(400),
  'a'.repeat(5000),
  '{"a":[',
  '<a><b></a>',
  '&#0;&#x110000;&unknown;',
  '${jndi:ldap://a}',
];

/** The request that a seed makes: of any service, mostly well-formed, with something wrong in it. */
export function fuzzRequest(seed: number): FuzzRequest {
  const random = new Random(seed);
  const service = random.pick(services);
  const operation = random.chance(0.9) ? random.pick(service.operations) : random.pick(strange);
  const { protocol } = service.definition;
  const request =
    protocol === 'json'
      ? jsonRequest(random, service, operation)
      : protocol === 'rest-xml'
        ? restRequest(random)
        : formRequest(random, service.definition, operation, service.name);
  return damaged(random, {
    ...request,
    headers: { ...request.headers, ...signature(random, service.definition) },
  });
}

function jsonRequest(
  random: Random,
  { name, definition }: (typeof services)[number],
  operation: string,
): FuzzRequest {
  const input = Object.fromEntries(membersOf(name, operation).map((member) => [member, value(random, 0)]));
  const kept = Object.fromEntries(Object.entries(input).filter(() => random.chance(0.6)));
  return {
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': headerText(`${definition.targetPrefix ?? ''}.${operation}`),
    },
    body: Buffer.from(JSON.stringify(kept)),
  };
}

function formRequest(
  random: Random,
  { apiVersion }: ServiceDefinition,
  operation: string,
  name: string,
): FuzzRequest {
  const form = new URLSearchParams({ Action: operation, Version: apiVersion });
  for (const member of membersOf(name, operation)) {
    if (random.chance(0.5)) continue;
    const suffix = random.pick([
      '',
      '.1',
      '.member.1',
      '.member.1.Name',
      '.99999999',
      '.member.-1',
      '..',
      '.1.1.1.1',
    ]);
    form.append(member + suffix, random.pick(strange));
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return random.chance(0.8)
    ? { method: 'POST', path: '/', headers, body: Buffer.from(form.toString()) }
    : { method: 'GET', path: `/?${form.toString()}`, headers: {}, body: Buffer.alloc(0) };
}

function restRequest(random: Random): FuzzRequest {
  const bucket = random.pick(['bucket', 'a', '..', '%2e%2e', '%00', 'B_', '', '%zz', 'x'.repeat(80)]);
  const key = random.pick([
    '',
    '/',
    '/key',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e',
    '/%',
    '//a//b',
    `/${'k'.repeat(1100)}`,
  ]);
  const query = random.pick([
    '',
    '?acl',
    '?policy',
    '?versioning',
    '?uploads',
    '?uploadId=x&partNumber=0',
    '?list-type=2&max-keys=-1',
    '?delete',
    '?tagging',
    '?cors',
    '?lifecycle',
    '?list-type=2&continuation-token=%',
    '?versionId=x',
    '?max-keys=abc',
    '?%',
    '?=',
  ]);
  const headers: Record<string, string> = {};
  if (random.chance(0.3))
    headers['range'] = random.pick(['bytes=0-', 'bytes=-', 'bytes=9-1', 'lines=1', 'bytes=99999999999-']);
  if (random.chance(0.3)) headers['content-md5'] = random.pick(['x', '====', 'a'.repeat(200)]);
  if (random.chance(0.3))
    headers['x-amz-copy-source'] = random.pick([
      '',
      '/',
      'a',
      '%',
      '/bucket/key?versionId=',
      'arn:aws:s3:::a',
    ]);
  if (random.chance(0.3))
    headers['x-amz-content-sha256'] = random.pick([
      'x',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    ]);
  if (random.chance(0.2))
    headers['x-amz-decoded-content-length'] = random.pick(['-1', 'x', '5', '99999999999999999999']);
  const body = random.pick([
    '',
    'hello',
    '<a',
    '<Delete><Object><Key>k</Key></Object></Delete>',
    '<Tagging><TagSet/></Tagging>',
    '5\r\nhello\r\n0\r\n\r\n',
    'ffffffff\r\n',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    `${'<a>'.repeat(5000)}`,
    '{"Version":"2012-10-17"}',
    '\ufeff<a/>',
  ]);
  return {
    method: random.pick(['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS']),
    path: `/${bucket}${key}${query}`,
    headers,
    body: Buffer.from(body),
  };
}

function signature(random: Random, { signingName }: ServiceDefinition): Record<string, string> {
  const scope = `AKIDEXAMPLE/20260101/us-east-1/${signingName}/aws4_request`;
  switch (random.integer(0, 9)) {
    case 0:
      return {};
    case 1:
      return {
        authorization: random.pick([
          'AWS4-HMAC-SHA256',
          'AWS a:b',
          'Bearer x',
          'AWS4-HMAC-SHA256 Credential=',
          'Basic ====',
        ]),
      };
    case 2:
      return {
        authorization: `AWS4-HMAC-SHA256 Credential=${random.pick(['////', 'a/b/c', `${scope}/x`])}, SignedHeaders=;, Signature=zz`,
      };
    case 3:
      return {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}`,
        'x-amz-date': random.pick(['', 'yesterday', '99999999T999999Z']),
      };
    default:
      return {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
        'x-amz-date': '20260101T000000Z',
      };
  }
}

/** Bytes of the body changed, cut off or repeated. */
function damaged(random: Random, request: FuzzRequest): FuzzRequest {
  if (request.body.length === 0 || random.chance(0.6)) return request;
  const body = Buffer.from(request.body);
  switch (random.integer(0, 2)) {
    case 0:
      return { ...request, body: body.subarray(0, random.integer(0, body.length - 1)) };
    case 1:
      for (let count = random.integer(1, 5); count > 0; count--)
        body[random.integer(0, body.length - 1)] = random.integer(0, 255);
      return { ...request, body };
    default:
      return { ...request, body: Buffer.concat(Array.from({ length: random.integer(2, 20) }, () => body)) };
  }
}

function membersOf(service: string, operation: string): readonly string[] {
  const schema = loadWireSchema(service as keyof typeof catalog);
  const known = Object.hasOwn(schema.operations, operation) ? schema.operations[operation] : undefined;
  const shape = known?.input === undefined ? undefined : schema.shapes[known.input];
  return shape !== undefined && 'members' in shape ? Object.keys(shape.members) : ['Name'];
}

function value(random: Random, depth: number): unknown {
  const kind = random.integer(0, depth > 3 ? 5 : 8);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random.pick([0, -1, 1.5, 1e308, 2 ** 53, true, false]);
    case 6:
      return Array.from({ length: random.integer(0, 4) }, () => value(random, depth + 1));
    case 7:
    case 8:
      return Object.fromEntries(
        Array.from({ length: random.integer(0, 4) }, () => [
          random.pick([...strange, 'name', 'key', 'value']),
          value(random, depth + 1),
        ]),
      );
    default:
      return random.pick(strange);
  }
}

/** Node sends no others. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
