import type { ServiceDefinition } from '../operation.ts';

export const rds = {
  signingName: 'rds',
  protocol: 'query',
  apiVersion: '2014-10-31',
  validationErrorCode: 'InvalidParameterValue',
  operations: {},
} satisfies ServiceDefinition;
