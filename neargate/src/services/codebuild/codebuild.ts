import type { ServiceDefinition } from '../operation.ts';

export const codebuild = {
  signingName: 'codebuild',
  protocol: 'json',
  targetPrefix: 'CodeBuild_20161006',
  jsonVersion: '1.1',
  apiVersion: '2016-10-06',
  validationErrorCode: 'InvalidInputException',
  operations: {},
} satisfies ServiceDefinition;
