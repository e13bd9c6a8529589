import type { ServiceDefinition } from '../operation.ts';

export const s3 = {
  signingName: 's3',
  protocol: 'rest-xml',
  apiVersion: '2006-03-01',
  validationErrorCode: 'InvalidArgument',
  operations: {},
} satisfies ServiceDefinition;
