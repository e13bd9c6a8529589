import type { ServiceDefinition } from '../operation.ts';

export const ssm = {
  signingName: 'ssm',
  protocol: 'json',
  targetPrefix: 'AmazonSSM',
  jsonVersion: '1.1',
  apiVersion: '2014-11-06',
  validationErrorCode: 'ValidationException',
  operations: {},
} satisfies ServiceDefinition;
