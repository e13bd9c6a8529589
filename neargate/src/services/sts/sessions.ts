import type { Credentials } from '@aws-sdk/client-sts';
import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { newAccessKeyId } from '../iam/access-key-id.ts';
import { iamTables, nameKey, type RoleRow } from '../iam/store.ts';
import { validationError } from './errors.ts';
import { sessionsOf } from './store.ts';

/** A session of a role that another assumed by chaining lasts this long at most. */
const maxChainedSeconds = 3600;

/** Makes temporary credentials of a principal. Those that have expired are forgotten on the way. */
export function startSession(
  context: OperationContext,
  session: {
    readonly accountId: string;
    readonly principalArn: string;
    readonly userId: string;
    readonly durationSeconds: number;
    readonly sessionPolicies?: readonly string[] | undefined;
  },
): Credentials {
  const { ids, clock, store } = context;
  const sessions = sessionsOf(store, session.accountId);
  const nowMs = clock.now();
  for (const row of sessions.values()) if (row.expiresAtMs <= nowMs) sessions.delete(row.accessKeyId);
  const row = {
    accessKeyId: newAccessKeyId(ids, 'ASIA', session.accountId),
    secretAccessKey: ids.alphanumeric(40),
    sessionToken: ids.alphanumeric(356),
    principalArn: session.principalArn,
    userId: session.userId,
    ...(session.sessionPolicies === undefined ? {} : { sessionPolicies: session.sessionPolicies }),
    expiresAtMs: nowMs + session.durationSeconds * 1000,
  };
  sessions.put(row.accessKeyId, row);
  return {
    AccessKeyId: row.accessKeyId,
    SecretAccessKey: row.secretAccessKey,
    SessionToken: row.sessionToken,
    Expiration: new Date(row.expiresAtMs),
  };
}

/** The role of that ARN, which may be another account's, or undefined when it does not exist. Throws for what is no ARN. */
export function roleToAssume(
  { store }: OperationContext,
  roleArn: string,
): { readonly accountId: string; readonly role: RoleRow } | undefined {
  const arn = parseArn(roleArn);
  if (arn?.service !== 'iam' || !/^\d{12}$/.test(arn.accountId) || !arn.resource.startsWith('role/')) {
    throw validationError(`${roleArn} is invalid`);
  }
  const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1);
  const role = iamTables(store, arn.accountId).roles.get(nameKey(name));
  return role?.arn === roleArn ? { accountId: arn.accountId, role } : undefined;
}

/** How long the session lasts. Throws when the role, or chaining, allows less than what was asked for. */
export function sessionSeconds(context: OperationContext, role: RoleRow, wanted = 3600): number {
  if (wanted > role.maxSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  const isChained = context.caller.principalArn.includes(':assumed-role/');
  if (isChained && wanted > maxChainedSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  return wanted;
}

/** Who one is in a role's session. */
export function assumedRoleUser(
  role: RoleRow,
  accountId: string,
  sessionName: string,
): { readonly AssumedRoleId: string; readonly Arn: string } {
  return {
    AssumedRoleId: `${role.id}:${sessionName}`,
    Arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
  };
}
