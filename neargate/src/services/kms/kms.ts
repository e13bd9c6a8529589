import type { ServiceDefinition } from '../operation.ts';

export const kms = {
  signingName: 'kms',
  protocol: 'json',
  targetPrefix: 'TrentService',
  jsonVersion: '1.1',
  apiVersion: '2014-11-01',
  validationErrorCode: 'ValidationException',
  operations: {},
} satisfies ServiceDefinition;
