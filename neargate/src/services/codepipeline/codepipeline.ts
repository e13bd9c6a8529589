import type { ServiceDefinition } from '../operation.ts';

export const codepipeline = {
  signingName: 'codepipeline',
  protocol: 'json',
  targetPrefix: 'CodePipeline_20150709',
  jsonVersion: '1.1',
  apiVersion: '2015-07-09',
  validationErrorCode: 'ValidationException',
  operations: {},
} satisfies ServiceDefinition;
