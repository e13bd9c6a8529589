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
