import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { parseStatements, type Statement } from '../iam/policy-document.ts';
import { roleExists } from '../iam/roles.ts';
import { malformedPolicy } from './errors.ts';

/**
 * Checks a key policy's form, that the account's own roles in it exist, and that it lets the account change it again. Throws
 * MalformedPolicyDocumentException. https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function checkKeyPolicy(context: OperationContext, text: string, bypassLockoutCheck: boolean): void {
  const statements = statementsOf(text);
  for (const { Principal: principal } of statements) {
    if (!principalsOf(principal).every((value) => isKnown(context, value))) {
      throw malformedPolicy('Policy contains a statement with one or more invalid principals.');
    }
  }
  if (bypassLockoutCheck || statements.some((statement) => letsAccountChangePolicy(context, statement)))
    return;
  throw malformedPolicy('The new key policy will not allow you to update the key policy in the future.');
}

function statementsOf(text: string): Statement[] {
  try {
    return parseStatements(text);
  } catch (error) {
    if (error instanceof AwsError) throw malformedPolicy(error.message);
    throw error;
  }
}

/** The principals under `AWS`; `*` stands for everybody. */
function principalsOf(principal: unknown): string[] {
  if (principal === '*') return ['*'];
  if (typeof principal !== 'object' || principal === null || !('AWS' in principal)) return [];
  const { AWS } = principal;
  const list: unknown[] = Array.isArray(AWS) ? AWS : [AWS];
  return list.filter((value) => typeof value === 'string');
}

function isKnown(context: OperationContext, principal: string): boolean {
  const ownRole = `arn:aws:iam::${context.caller.accountId}:role/`;
  return !principal.startsWith(ownRole) || roleExists(context, principal);
}

function letsAccountChangePolicy({ caller }: OperationContext, statement: Statement): boolean {
  const { Effect, Action: actions = [], Principal: principal } = statement;
  const own = ['*', caller.accountId, `arn:aws:iam::${caller.accountId}:root`, caller.principalArn];
  return (
    Effect === 'Allow' &&
    principalsOf(principal).some((value) => own.includes(value)) &&
    actions.some((action) => matches(action, 'kms:PutKeyPolicy'))
  );
}

/** IAM's wildcards: `*` for any characters, `?` for one, without regard to case. */
function matches(pattern: string, action: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);
}
