import type { ServiceDefinition } from '../operation.ts';

export const ecr = {
  signingName: 'ecr',
  protocol: 'json',
  targetPrefix: 'AmazonEC2ContainerRegistry_V20150921',
  jsonVersion: '1.1',
  apiVersion: '2015-09-21',
  validationErrorCode: 'InvalidParameterException',
  operations: {},
} satisfies ServiceDefinition;
