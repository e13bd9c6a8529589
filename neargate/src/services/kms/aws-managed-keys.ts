import type { OperationContext } from '../context.ts';
import { putAlias, putKey } from './keys.ts';
import { type KeyRow, kmsTablesOf } from './store.ts';

/** Services that have a key of their own in every account, whose alias exists before the key does. */
export const servicesWithKeys = [
  'acm',
  'backup',
  'codecommit',
  'dynamodb',
  'ebs',
  'elasticfilesystem',
  'kinesis',
  'lambda',
  'rds',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
] as const;

/** The ARN of the key `alias/aws/SERVICE` that AWS keeps for a service; made on first use, as on AWS. */
export function awsManagedKeyArn(context: OperationContext, service: string): string {
  return awsManagedKey(context, service).arn;
}

/** The key `alias/aws/SERVICE`, made on first use. */
export function awsManagedKey(context: OperationContext, service: string): KeyRow {
  const tables = kmsTablesOf(context);
  const aliasName = `alias/aws/${service}`;
  const keyId = tables.aliases.get(aliasName)?.targetKeyId;
  const existing = keyId === undefined ? undefined : tables.keys.get(keyId);
  if (existing !== undefined) return existing;
  const key = putKey(context, {
    description: `Default key that protects my ${service} data when no other key is defined`,
    manager: 'AWS',
  });
  putAlias(context, aliasName, key.keyId);
  return key;
}
