import { expect, it } from 'vitest';
import { catalog, type ServiceName } from '../../services/catalog.ts';
import { loadWireSchema } from '../../wire/load-schema.ts';
import { restXmlProtocol } from './rest-xml.ts';

it.each<[ServiceName, string, string, string]>([
  ['s3', '/bucket', 'max-keys=many', 'InvalidArgument'],
  ['s3', '/bucket', 'max-keys=1.5', 'InvalidArgument'],
  ['route53', '/2013-04-01/hostedzone', 'maxitems=', 'InvalidInput'],
])('%s answers %s?%s with %s', (name, path, query, code) => {
  const service = { name, definition: catalog[name], schema: loadWireSchema(name) };
  const request = {
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.alloc(0),
  };
  const [parameter] = query.split('=');
  expect(() => restXmlProtocol.read(service, request)).toThrow(
    expect.objectContaining({
      code,
      message: `Provided ${parameter} not an integer or within integer range`,
    }),
  );
});

it.each<[ServiceName, string, string, string, string]>([
  ['s3', '/bucket?versioning', '<VersioningConfiguration>', 'MalformedXML', 'not well-formed'],
  [
    's3',
    '/bucket?publicAccessBlock',
    '<PublicAccessBlockConfiguration><BlockPublicAcls>maybe</BlockPublicAcls></PublicAccessBlockConfiguration>',
    'MalformedXML',
    'not well-formed',
  ],
  [
    'route53',
    '/2013-04-01/healthcheck/a',
    '<UpdateHealthCheckRequest><Port>many</Port></UpdateHealthCheckRequest>',
    'InvalidInput',
    'Invalid XML ; Port is not a number.',
  ],
])('%s answers a body of %s that it cannot read', (name, uri, body, code, message) => {
  const service = { name, definition: catalog[name], schema: loadWireSchema(name) };
  const [path = '', query] = uri.split('?');
  const request = {
    method: name === 's3' ? 'PUT' : 'POST',
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.from(body),
  };
  expect(() => restXmlProtocol.read(service, request)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
  );
});
