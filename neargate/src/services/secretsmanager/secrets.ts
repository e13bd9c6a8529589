import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { managedByService, markedForDeletion, secretNotFound } from './errors.ts';
import { type SecretRow, secretsTablesOf, versionKey, versionsOf } from './store.ts';

/** `-` and the six random characters at the end of a secret's ARN. */
const suffixLength = 7;

/**
 * The secret that a name, an ARN, or an ARN without its six random characters names; undefined when there is none or its
 * recovery window is over. https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function lookUpSecret(context: OperationContext, secretId: string): SecretRow | undefined {
  const row = rowOf(context, secretId);
  if (row?.deletion === undefined || row.deletion.dueAtMs > context.clock.now()) return row;
  forgetSecret(context, row);
  return undefined;
}

export function findSecret(context: OperationContext, secretId: string | undefined): SecretRow {
  const row = lookUpSecret(context, secretId ?? '');
  if (row === undefined) throw secretNotFound();
  return row;
}

/** The secret, which must not wait for its deletion. */
export function findActiveSecret(context: OperationContext, secretId: string | undefined): SecretRow {
  const row = findSecret(context, secretId);
  if (row.deletion !== undefined) throw markedForDeletion();
  return row;
}

/** The secret, which must be active and not belong to another service's resource. */
export function findChangeableSecret(context: OperationContext, secretId: string | undefined): SecretRow {
  const row = findActiveSecret(context, secretId);
  if (row.owningService !== undefined) throw managedByService(row.owningService);
  return row;
}

/** Removes a secret and every version of it. */
export function forgetSecret(context: OperationContext, { name, arn }: SecretRow): void {
  const tables = secretsTablesOf(context);
  for (const { versionId } of versionsOf(tables, arn)) tables.versions.delete(versionKey(arn, versionId));
  tables.secrets.delete(name);
}

/** Puts `change` into a secret's row and notes when. */
export function changeSecret(
  context: OperationContext,
  { name }: SecretRow,
  change: Partial<SecretRow>,
): SecretRow {
  return secretsTablesOf(context).secrets.update(name, (row) => ({
    ...row,
    ...change,
    lastChangedAtMs: context.clock.now(),
  }));
}

function rowOf(context: OperationContext, secretId: string): SecretRow | undefined {
  const { secrets } = secretsTablesOf(context);
  if (!secretId.startsWith('arn:')) return secrets.get(secretId);
  const arn = parseArn(secretId);
  const { accountId, region } = context.caller;
  if (arn?.service !== 'secretsmanager' || arn.accountId !== accountId || arn.region !== region) {
    return undefined;
  }
  if (!arn.resource.startsWith('secret:')) return undefined;
  const name = arn.resource.slice('secret:'.length);
  const byFullArn = secrets.get(name.slice(0, -suffixLength));
  return byFullArn?.arn === secretId ? byFullArn : secrets.get(name);
}
