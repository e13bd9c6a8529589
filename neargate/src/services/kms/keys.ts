import type { OperationContext } from '../context.ts';
import { type AliasRow, type KeyRow, kmsTablesOf } from './store.ts';

export function putKey(
  context: OperationContext,
  desired: Pick<KeyRow, 'description' | 'manager'> & Partial<KeyRow>,
): KeyRow {
  const { region, accountId } = context.caller;
  const keyId = context.ids.uuid();
  const row: KeyRow = {
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    multiRegion: false,
    enabled: true,
    rotationEnabled: desired.manager === 'AWS',
    rotationPeriodDays: 365,
    policy: defaultKeyPolicy(accountId),
    tags: [],
    material: context.ids.hex(64),
    ...desired,
    keyId,
    arn: `arn:aws:kms:${region}:${accountId}:key/${keyId}`,
    createdAtMs: context.clock.now(),
  };
  kmsTablesOf(context).keys.put(keyId, row);
  return row;
}

export function putAlias(context: OperationContext, aliasName: string, targetKeyId: string): AliasRow {
  const { region, accountId } = context.caller;
  const nowMs = context.clock.now();
  const row: AliasRow = {
    aliasName,
    arn: `arn:aws:kms:${region}:${accountId}:${aliasName}`,
    targetKeyId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  kmsTablesOf(context).aliases.put(aliasName, row);
  return row;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}
