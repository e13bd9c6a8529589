import type { ServiceDefinition } from '../operation.ts';

export const secretsmanager = {
  signingName: 'secretsmanager',
  protocol: 'json',
  targetPrefix: 'secretsmanager',
  jsonVersion: '1.1',
  apiVersion: '2017-10-17',
  validationErrorCode: 'InvalidParameterException',
  operations: {},
} satisfies ServiceDefinition;
