import type { ServiceDefinition } from '../operation.ts';

export const ecs = {
  signingName: 'ecs',
  protocol: 'json',
  targetPrefix: 'AmazonEC2ContainerServiceV20141113',
  jsonVersion: '1.1',
  apiVersion: '2014-11-13',
  validationErrorCode: 'InvalidParameterException',
  operations: {},
} satisfies ServiceDefinition;
