import type { DescribeSecretResponse, ReplicationStatusType } from '@aws-sdk/client-secrets-manager';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { type SecretRow, secretsTablesOf, versionsOf } from './store.ts';

/** What DescribeSecret and ListSecrets have in common. */
export function describeSecretRow(row: SecretRow): DescribeSecretResponse {
  return {
    ARN: row.arn,
    Name: row.name,
    Type: row.type,
    Description: row.description,
    KmsKeyId: row.kmsKeyId,
    RotationEnabled: row.rotation?.enabled,
    RotationLambdaARN: row.rotation?.lambdaArn,
    RotationRules: row.rotation?.rules,
    LastChangedDate: toDate(row.lastChangedAtMs),
    LastAccessedDate: toDate(row.lastAccessedAtMs),
    DeletedDate: toDate(row.deletion?.requestedAtMs),
    Tags: [...row.tags],
    OwningService: row.owningService,
    CreatedDate: toDate(row.createdAtMs),
    PrimaryRegion: row.replicas.length === 0 ? undefined : row.arn.split(':')[3],
  };
}

/** The stages of each version that has any; undefined for a secret without a value. */
export function stagesByVersion(
  context: OperationContext,
  { arn }: SecretRow,
): Record<string, string[]> | undefined {
  const staged = versionsOf(secretsTablesOf(context), arn).filter(({ stages }) => stages.length > 0);
  if (staged.length === 0) return undefined;
  return Object.fromEntries(staged.map(({ versionId, stages }) => [versionId, [...stages]]));
}

/** Replicas as they are: wished for, and never made. */
export function describeReplicas({ replicas }: SecretRow): ReplicationStatusType[] | undefined {
  if (replicas.length === 0) return undefined;
  return replicas.map(({ region, kmsKeyId }) => ({
    Region: region,
    KmsKeyId: kmsKeyId,
    Status: 'Failed',
    StatusMessage: 'Stored, not enforced: Neargate keeps no copy of the secret in this region.',
  }));
}
