import type { ServiceDefinition } from '../operation.ts';

export const iam = {
  signingName: 'iam',
  protocol: 'query',
  apiVersion: '2010-05-08',
  validationErrorCode: 'ValidationError',
  operations: {},
} satisfies ServiceDefinition;
