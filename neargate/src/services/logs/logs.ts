import type { ServiceDefinition } from '../operation.ts';

export const logs = {
  signingName: 'logs',
  protocol: 'json',
  targetPrefix: 'Logs_20140328',
  jsonVersion: '1.1',
  apiVersion: '2014-03-28',
  validationErrorCode: 'InvalidParameterException',
  operations: {},
} satisfies ServiceDefinition;
