import { expect, it } from 'vitest';
import { catalog, type ServiceName } from '../../services/catalog.ts';
import { loadWireSchema } from '../../wire/load-schema.ts';
import { protocols } from './protocols.ts';

it.each<[ServiceName, string, string]>([
  ['ec2', 'Action=DescribeVpcs&MaxResults=many', 'InvalidParameterValue'],
  ['ec2', 'Action=DescribeVpcs&DryRun=maybe', 'InvalidParameterValue'],
  ['iam', 'Action=ListUsers&MaxItems=many', 'MalformedInput'],
])('%s answers a form with %s by its protocol', (name, form, code) => {
  const definition = catalog[name];
  const service = { name, definition, schema: loadWireSchema(name) };
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(form),
  };
  expect(() => protocols[definition.protocol].read(service, request)).toThrow(
    expect.objectContaining({ code }),
  );
});
