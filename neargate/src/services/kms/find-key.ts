import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { awsManagedKey, servicesWithKeys } from './aws-managed-keys.ts';
import {
  aliasNotFound,
  invalidArn,
  invalidKeyId,
  keyDisabled,
  keyNotFound,
  managedByAws,
  pendingDeletion,
  unsupported,
} from './errors.ts';
import { type KeyRow, kmsTablesOf } from './store.ts';

/**
 * The key that an id, an ARN, an alias or an alias's ARN names. A key of AWS's own comes into being when its alias is used, and
 * one whose deletion is due is gone. Throws NotFoundException.
 */
export function findKey(context: OperationContext, keyId: string | undefined): KeyRow {
  const given = keyId ?? '';
  if (given.startsWith('alias/')) return findByAlias(context, given);
  if (!given.startsWith('arn:')) {
    if (!/^(?:mrk-)?[0-9a-f-]{32,36}$/i.test(given)) throw invalidKeyId(given);
    return findById(context, given, keyArn(context, given));
  }
  const arn = parseArn(given);
  if (arn?.service !== 'kms') throw invalidArn(given);
  const { accountId, region } = context.caller;
  if (arn.resource.startsWith('alias/')) {
    if (arn.accountId !== accountId || arn.region !== region) throw aliasNotFound(given);
    return findByAlias(context, arn.resource);
  }
  if (!arn.resource.startsWith('key/')) throw invalidArn(given);
  if (arn.accountId !== accountId || arn.region !== region) throw keyNotFound(given);
  return findById(context, arn.resource.slice('key/'.length), given);
}

/** The key, which must not be AWS's own. */
export function findCustomerKey(context: OperationContext, keyId: string | undefined): KeyRow {
  const row = findKey(context, keyId);
  if (row.manager === 'AWS') throw managedByAws(row.arn);
  return row;
}

/** The customer's key, which must not wait for its deletion. */
export function findChangeableKey(context: OperationContext, keyId: string | undefined): KeyRow {
  const row = findCustomerKey(context, keyId);
  if (row.deletionAtMs !== undefined) throw pendingDeletion(row.arn);
  return row;
}

/** The key, which must be able to encrypt and decrypt. */
export function findUsableKey(context: OperationContext, keyId: string | undefined): KeyRow {
  const row = findKey(context, keyId);
  if (row.deletionAtMs !== undefined) throw pendingDeletion(row.arn);
  if (!row.enabled) throw keyDisabled(row.arn);
  if (row.keySpec !== 'SYMMETRIC_DEFAULT') {
    throw unsupported(`Neargate stores keys of the spec ${row.keySpec}, but does not use them.`);
  }
  return row;
}

function findByAlias(context: OperationContext, aliasName: string): KeyRow {
  const service = servicesWithKeys.find((name) => aliasName === `alias/aws/${name}`);
  if (service !== undefined) return awsManagedKey(context, service);
  const alias = kmsTablesOf(context).aliases.get(aliasName);
  const { region, accountId } = context.caller;
  if (alias === undefined) throw aliasNotFound(`arn:aws:kms:${region}:${accountId}:${aliasName}`);
  return findById(context, alias.targetKeyId, keyArn(context, alias.targetKeyId));
}

function findById(context: OperationContext, keyId: string, shownArn: string): KeyRow {
  const { keys, aliases } = kmsTablesOf(context);
  const row = keys.get(keyId);
  if (row === undefined) throw keyNotFound(shownArn);
  if (row.deletionAtMs === undefined || row.deletionAtMs > context.clock.now()) return row;
  keys.delete(keyId);
  for (const alias of aliases.values()) if (alias.targetKeyId === keyId) aliases.delete(alias.aliasName);
  throw keyNotFound(shownArn);
}

function keyArn({ caller }: OperationContext, keyId: string): string {
  return `arn:aws:kms:${caller.region}:${caller.accountId}:key/${keyId}`;
}
