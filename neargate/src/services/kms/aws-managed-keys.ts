import type { OperationContext } from '../context.ts';
import { putAlias, putKey } from './keys.ts';
import { kmsTablesOf } from './store.ts';

/** The ARN of the key `alias/aws/SERVICE` that AWS keeps for a service; made on first use, as on AWS. */
export function awsManagedKeyArn(context: OperationContext, service: string): string {
  const tables = kmsTablesOf(context);
  const aliasName = `alias/aws/${service}`;
  const keyId = tables.aliases.get(aliasName)?.targetKeyId;
  const existing = keyId === undefined ? undefined : tables.keys.get(keyId);
  if (existing !== undefined) return existing.arn;
  const key = putKey(context, {
    description: `Default key that protects my ${service} data when no other key is defined`,
    manager: 'AWS',
  });
  putAlias(context, aliasName, key.keyId);
  return key.arn;
}
