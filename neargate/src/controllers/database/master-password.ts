import { DatabaseError } from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import type { DbInstanceRow } from '../../services/rds/store.ts';
import { lookUpSecret } from '../../services/secretsmanager/secrets.ts';
import { versionWithStage } from '../../services/secretsmanager/versions.ts';

/**
 * The master user's password: the caller's own, or the current one of the secret that RDS keeps.
 * @throws DatabaseError when the secret is gone or says nothing
 */
export function masterPassword(context: OperationContext, row: DbInstanceRow): string {
  if (row.masterUserSecret === undefined) {
    if (row.masterUserPassword === undefined)
      throw new Error(`DB instance ${row.identifier} has no password`);
    return row.masterUserPassword;
  }
  const { arn } = row.masterUserSecret;
  const secret = lookUpSecret(context, arn);
  const version = secret && versionWithStage(context, secret, 'AWSCURRENT');
  const password = passwordOf(version?.value.string ?? '');
  if (password !== undefined) return password;
  throw new DatabaseError(`The secret ${arn} with the master password of ${row.identifier} is gone.`, {
    remedy: 'Give the DB instance a password of its own, or create it anew.',
  });
}

function passwordOf(secretString: string): string | undefined {
  try {
    const content = JSON.parse(secretString) as { password?: unknown } | null;
    return typeof content?.password === 'string' ? content.password : undefined;
  } catch {
    return undefined;
  }
}
