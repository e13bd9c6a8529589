import { expect, it } from 'vitest';
import { AwsError } from '../../core/aws-error.ts';
import { catalog, type ServiceName } from '../../services/catalog.ts';
import { loadWireSchema } from '../../wire/load-schema.ts';
import { jsonProtocol } from './json.ts';

it.each<[ServiceName, string, string | undefined]>([
  ['sqs', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue;Sender'],
  ['cloudwatch', 'DashboardNotFoundError', 'ResourceNotFound;Sender'],
  // Its model has the code of a query protocol that ACM never spoke.
  ['acm', 'ValidationException', undefined],
])('%s answers %s with the code of its query protocol where it had one', (name, code, expected) => {
  const service = { name, definition: catalog[name], schema: loadWireSchema(name) };
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  const { headers } = jsonProtocol.writeError(service, new AwsError(code, ''), request, 'id');
  expect(headers).toMatchObject({ 'x-amzn-errortype': code });
  expect((headers as Record<string, string>)['x-amzn-query-error']).toBe(expected);
});
