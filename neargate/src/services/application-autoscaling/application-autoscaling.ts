import type { ServiceDefinition } from '../operation.ts';

export const applicationAutoscaling = {
  signingName: 'application-autoscaling',
  protocol: 'json',
  targetPrefix: 'AnyScaleFrontendService',
  jsonVersion: '1.1',
  apiVersion: '2016-02-06',
  validationErrorCode: 'ValidationException',
  operations: {},
} satisfies ServiceDefinition;
