import type {
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-kms';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { servicesWithKeys } from '../aws-managed-keys.ts';
import { aliasAlreadyExists, aliasNotFound, invalidAliasName, validationError } from '../errors.ts';
import { findChangeableKey, findKey } from '../find-key.ts';
import { putAlias } from '../keys.ts';
import { pageOf } from '../paging.ts';
import { kmsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const createAlias = operation<CreateAliasRequest, Record<string, never>>({
  handle(context, input) {
    const aliasName = checkedAliasName(input.AliasName);
    const existing = kmsTablesOf(context).aliases.get(aliasName);
    if (existing !== undefined) throw aliasAlreadyExists(existing.arn);
    const target = findChangeableKey(context, keyOnly(input.TargetKeyId));
    putAlias(context, aliasName, target.keyId);
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html */
export const updateAlias = operation<UpdateAliasRequest, Record<string, never>>({
  handle(context, input) {
    const { aliases } = kmsTablesOf(context);
    const aliasName = checkedAliasName(input.AliasName);
    const row = aliases.get(aliasName);
    const { region, accountId } = context.caller;
    if (row === undefined) throw aliasNotFound(`arn:aws:kms:${region}:${accountId}:${aliasName}`);
    const { keyId: targetKeyId } = findChangeableKey(context, keyOnly(input.TargetKeyId));
    aliases.put(aliasName, { ...row, targetKeyId, updatedAtMs: context.clock.now() });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html */
export const deleteAlias = operation<DeleteAliasRequest, Record<string, never>>({
  handle(context, input) {
    const aliasName = checkedAliasName(input.AliasName);
    const { region, accountId } = context.caller;
    if (!kmsTablesOf(context).aliases.delete(aliasName)) {
      throw aliasNotFound(`arn:aws:kms:${region}:${accountId}:${aliasName}`);
    }
    return {};
  },
});

/**
 * AWS's own aliases are listed before their keys exist, without a target.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
 */
export const listAliases = operation<ListAliasesRequest, ListAliasesResponse>({
  handle(context, input) {
    const { aliases } = kmsTablesOf(context);
    const { region, accountId } = context.caller;
    const made = [...aliases.values()].map((row) => ({
      AliasName: row.aliasName,
      AliasArn: row.arn,
      TargetKeyId: row.targetKeyId,
      CreationDate: toDate(row.createdAtMs),
      LastUpdatedDate: toDate(row.updatedAtMs),
    }));
    const waiting = servicesWithKeys
      .map((service) => `alias/aws/${service}`)
      .filter((name) => !aliases.has(name))
      .map((name) => ({ AliasName: name, AliasArn: `arn:aws:kms:${region}:${accountId}:${name}` }));
    const keyId = input.KeyId === undefined ? undefined : findKey(context, keyOnly(input.KeyId)).keyId;
    const all =
      keyId === undefined ? [...made, ...waiting] : made.filter(({ TargetKeyId }) => TargetKeyId === keyId);
    const sorted = all.toSorted((left, right) => (left.AliasName < right.AliasName ? -1 : 1));
    const { items, paging } = pageOf(sorted, ({ AliasName }) => AliasName, input);
    return { Aliases: items, ...paging };
  },
});

function checkedAliasName(name: string | undefined): string {
  if (name === undefined || !/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw validationError(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (name.startsWith('alias/aws/')) throw invalidAliasName(`The alias name ${name} is reserved for AWS.`);
  return name;
}

/** Aliases point at keys, not at other aliases. */
function keyOnly(keyId: string | undefined): string {
  if (keyId === undefined || keyId.includes('alias/')) {
    throw validationError('Aliases must refer to keys. Not aliases');
  }
  return keyId;
}
