import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { malformedPolicy } from './errors.ts';
import { parseStatements } from './policy-document.ts';
import { iamTablesOf, nameKey } from './store.ts';

const trustActions =
  /^(?:sts:(?:AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext|AssumeRoot|\*)|\*)$/i;

/**
 * Checks the form of a role's trust policy and that the account's own roles and users in it exist, as IAM does. Throws
 * MalformedPolicyDocument. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function checkTrustPolicy(context: OperationContext, text: string): void {
  for (const statement of parseStatements(text)) {
    if (statement.Resource !== undefined || statement.NotResource !== undefined) {
      throw malformedPolicy('Has prohibited field Resource');
    }
    const { Action: actions, Principal: principal } = statement;
    if (principal === undefined && statement.NotPrincipal === undefined) {
      throw malformedPolicy('Missing required field Principal');
    }
    if (actions === undefined) throw malformedPolicy('Missing required field Action');
    if (!actions.every((action) => trustActions.test(action))) {
      throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    if (principal !== undefined) checkPrincipal(context, principal);
  }
}

function checkPrincipal(context: OperationContext, principal: unknown): void {
  if (principal === '*') return;
  if (typeof principal !== 'object' || principal === null) {
    throw malformedPolicy(`Invalid principal in policy: ${JSON.stringify(principal)}`);
  }
  for (const [kind, given] of Object.entries(principal as Record<string, unknown>)) {
    const values: unknown[] = Array.isArray(given) ? given : [given];
    for (const value of values) {
      if (typeof value !== 'string' || !isPrincipal(context, kind, value)) {
        throw malformedPolicy(
          `Invalid principal in policy: "${kind.toUpperCase()}":${JSON.stringify(value)}`,
        );
      }
    }
  }
}

function isPrincipal(context: OperationContext, kind: string, value: string): boolean {
  switch (kind) {
    case 'Service':
      return /^[a-z0-9][a-z0-9.-]*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/.test(value);
    case 'Federated':
      return parseArn(value) !== undefined || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(value);
    case 'CanonicalUser':
      return /^[0-9a-f]{64}$/.test(value);
    case 'AWS':
      return isAwsPrincipal(context, value);
    default:
      return false;
  }
}

function isAwsPrincipal(context: OperationContext, value: string): boolean {
  if (value === '*' || /^\d{12}$/.test(value) || /^A(?:ROA|IDA)[A-Z0-9]{17}$/.test(value)) return true;
  const arn = parseArn(value);
  if (arn === undefined || !/^\d{12}$/.test(arn.accountId)) return false;
  if (arn.service === 'sts') return /^(?:assumed-role|federated-user)\//.test(arn.resource);
  if (arn.service !== 'iam') return false;
  if (arn.resource === 'root') return true;
  const [kind = ''] = arn.resource.split('/', 1);
  if (kind !== 'role' && kind !== 'user') return false;
  if (arn.accountId !== context.caller.accountId) return true;
  const { roles, users } = iamTablesOf(context);
  const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1);
  const row = kind === 'role' ? roles.get(nameKey(name)) : users.get(nameKey(name));
  return row?.arn === value;
}
