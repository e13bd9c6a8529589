import type { ServiceDefinition } from '../operation.ts';

export const elbv2 = {
  signingName: 'elasticloadbalancing',
  protocol: 'query',
  apiVersion: '2015-12-01',
  validationErrorCode: 'ValidationError',
  operations: {},
} satisfies ServiceDefinition;
