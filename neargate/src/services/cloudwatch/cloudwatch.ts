import type { ServiceDefinition } from '../operation.ts';

export const cloudwatch = {
  signingName: 'monitoring',
  protocol: 'json',
  targetPrefix: 'GraniteServiceVersion20100801',
  jsonVersion: '1.0',
  apiVersion: '2010-08-01',
  validationErrorCode: 'ValidationError',
  operations: {},
} satisfies ServiceDefinition;
