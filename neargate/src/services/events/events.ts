import type { ServiceDefinition } from '../operation.ts';

export const events = {
  signingName: 'events',
  protocol: 'json',
  targetPrefix: 'AWSEvents',
  jsonVersion: '1.1',
  apiVersion: '2015-10-07',
  validationErrorCode: 'ValidationException',
  operations: {},
} satisfies ServiceDefinition;
