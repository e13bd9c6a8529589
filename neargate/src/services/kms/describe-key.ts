import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import type { KeyRow } from './store.ts';

export function describeKeyRow({ caller }: OperationContext, row: KeyRow): KeyMetadata {
  const keySpec = row.keySpec as KeyMetadata['KeySpec'];
  const isSymmetric = row.keySpec === 'SYMMETRIC_DEFAULT';
  return {
    AWSAccountId: caller.accountId,
    KeyId: row.keyId,
    Arn: row.arn,
    CreationDate: toDate(row.createdAtMs),
    Enabled: row.enabled && row.deletionAtMs === undefined,
    Description: row.description,
    KeyUsage: row.keyUsage as KeyMetadata['KeyUsage'],
    KeyState: keyState(row),
    DeletionDate: toDate(row.deletionAtMs),
    Origin: 'AWS_KMS',
    KeyManager: row.manager,
    CustomerMasterKeySpec: keySpec as KeyMetadata['CustomerMasterKeySpec'],
    KeySpec: keySpec,
    EncryptionAlgorithms: isSymmetric ? ['SYMMETRIC_DEFAULT'] : undefined,
    MultiRegion: row.multiRegion,
    ...(row.multiRegion
      ? {
          MultiRegionConfiguration: {
            MultiRegionKeyType: 'PRIMARY',
            PrimaryKey: { Arn: row.arn, Region: caller.region },
            ReplicaKeys: [],
          },
        }
      : {}),
  };
}

export function keyState({ enabled, deletionAtMs }: KeyRow): 'Enabled' | 'Disabled' | 'PendingDeletion' {
  if (deletionAtMs !== undefined) return 'PendingDeletion';
  return enabled ? 'Enabled' : 'Disabled';
}
