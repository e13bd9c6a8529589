import type { Repository } from '@aws-sdk/client-ecr';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import type { RepositoryRow } from './store.ts';

/** `repositoryUri` names the gateway, so that `docker push` and task definitions reach it as they stand. */
export function describeRepository({ gatewayUrl }: OperationContext, row: RepositoryRow): Repository {
  return {
    repositoryArn: row.repositoryArn,
    registryId: row.registryId,
    repositoryName: row.repositoryName,
    repositoryUri: `${new URL(gatewayUrl).host}/${row.repositoryName}`,
    createdAt: toDate(row.createdAtMs),
    imageTagMutability: row.imageTagMutability,
    imageTagMutabilityExclusionFilters: row.imageTagMutabilityExclusionFilters && [
      ...row.imageTagMutabilityExclusionFilters,
    ],
    imageScanningConfiguration: { scanOnPush: row.scanOnPush },
    encryptionConfiguration: row.encryption,
  };
}
