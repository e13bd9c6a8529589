import type { ServiceDefinition } from '../operation.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';

/** AWS Security Token Service. */
export const sts = {
  signingName: 'sts',
  protocol: 'query',
  apiVersion: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  validationErrorCode: 'ValidationError',
  operations: {
    GetCallerIdentity: getCallerIdentity,
  },
} satisfies ServiceDefinition;
