import type { ServiceDefinition } from '../operation.ts';

export const codecommit = {
  signingName: 'codecommit',
  protocol: 'json',
  targetPrefix: 'CodeCommit_20150413',
  jsonVersion: '1.1',
  apiVersion: '2015-04-13',
  validationErrorCode: 'InvalidParameterException',
  operations: {},
} satisfies ServiceDefinition;
