import type {
  DeleteResourcePolicyRequest,
  DeleteResourcePolicyResponse,
  GetResourcePolicyRequest,
  GetResourcePolicyResponse,
  PutResourcePolicyRequest,
  PutResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { malformedPolicy, publicPolicy } from '../errors.ts';
import { changeSecret, findActiveSecret } from '../secrets.ts';

/**
 * The policy is checked for form; it is evaluated with the caller's.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
 */
export const putResourcePolicy = operation<PutResourcePolicyRequest, PutResourcePolicyResponse>({
  handle(context, { SecretId: id, ResourcePolicy: policy = '', BlockPublicPolicy: blockPublic }) {
    const statements = statementsOf(policy);
    if (blockPublic === true && statements.some(allowsEverybody)) throw publicPolicy();
    const { arn, name } = changeSecret(context, findActiveSecret(context, id), { resourcePolicy: policy });
    return { ARN: arn, Name: name };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html */
export const getResourcePolicy = operation<GetResourcePolicyRequest, GetResourcePolicyResponse>({
  handle(context, input) {
    const { arn, name, resourcePolicy } = findActiveSecret(context, input.SecretId);
    return { ARN: arn, Name: name, ResourcePolicy: resourcePolicy };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy = operation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse>({
  handle(context, input) {
    const secret = findActiveSecret(context, input.SecretId);
    const { arn, name } = changeSecret(context, secret, { resourcePolicy: undefined });
    return { ARN: arn, Name: name };
  },
});

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function statementsOf(policy: string): readonly Statement[] {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    throw malformedPolicy();
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    throw malformedPolicy();
  }
  const { Statement } = document;
  const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return statements.filter((statement) => typeof statement === 'object' && statement !== null);
}

function allowsEverybody({ Effect, Principal, Condition }: Statement): boolean {
  if (Effect !== 'Allow' || Condition !== undefined) return false;
  if (Principal === '*') return true;
  if (typeof Principal !== 'object' || Principal === null || !('AWS' in Principal)) return false;
  const { AWS } = Principal;
  return AWS === '*' || (Array.isArray(AWS) && AWS.includes('*'));
}
