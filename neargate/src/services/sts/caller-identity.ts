import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { iamTablesOf, nameKey } from '../iam/store.ts';
import { sessionsOf } from './store.ts';

/**
 * The caller's unique id: the account for its root user, `AIDA…` for a user, `AROA…:SESSION` in a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export function callerUserId(context: OperationContext): string {
  const { principalArn, accountId } = context.caller;
  const { resource = '' } = parseArn(principalArn) ?? {};
  const [kind, ...names] = resource.split('/');
  const { users, roles } = iamTablesOf(context);
  if (kind === 'user') return users.get(nameKey(names.at(-1) ?? ''))?.id ?? accountId;
  if (kind !== 'assumed-role') return accountId;
  for (const session of sessionsOf(context.store, accountId).values()) {
    if (session.principalArn === principalArn) return session.userId;
  }
  const [roleName = '', sessionName = ''] = names;
  const role = roles.get(nameKey(roleName));
  return role === undefined ? accountId : `${role.id}:${sessionName}`;
}
