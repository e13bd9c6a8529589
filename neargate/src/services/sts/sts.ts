import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts';
import { assumeRole } from './operations/assume-role.ts';
import { getAccessKeyInfo } from './operations/get-access-key-info.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import { getSessionToken } from './operations/get-session-token.ts';

/** AWS Security Token Service. */
export const sts = {
  signingName: 'sts',
  protocol: 'query',
  apiVersion: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  validationErrorCode: 'ValidationError',
  constraints,
  operations: {
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetAccessKeyInfo: getAccessKeyInfo,
    GetCallerIdentity: getCallerIdentity,
    GetSessionToken: getSessionToken,
  },
  stored: {
    AssumeRoleWithWebIdentity:
      'signatures are verified by the keys in NEARGATE_OIDC_KEYS, and by none otherwise; the trust policy must name the provider, and its conditions refuse with NEARGATE_IAM=enforce',
  },
} satisfies ServiceDefinition;
