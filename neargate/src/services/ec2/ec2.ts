import type { ServiceDefinition } from '../operation.ts';

export const ec2 = {
  signingName: 'ec2',
  protocol: 'ec2',
  apiVersion: '2016-11-15',
  validationErrorCode: 'InvalidParameterValue',
  operations: {},
} satisfies ServiceDefinition;
