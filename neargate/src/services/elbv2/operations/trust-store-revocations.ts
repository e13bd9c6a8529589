import type {
  AddTrustStoreRevocationsInput,
  AddTrustStoreRevocationsOutput,
  DescribeTrustStoreRevocationsInput,
  DescribeTrustStoreRevocationsOutput,
  RemoveTrustStoreRevocationsInput,
  RevocationContent,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { revokedCertificates } from '../../../core/revocation-list.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import {
  invalidRevocationContent,
  revocationContentNotFound,
  revocationIdNotFound,
  tooMany,
  validationError,
} from '../errors.ts';
import { page } from '../paging.ts';
import { elbv2TablesOf, type TrustStoreRevocation, type TrustStoreRow } from '../store.ts';
import { findTrustStore, objectBytes } from '../trust-stores.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const maxRevocationLists = 30;
const maxRevokedEntries = 500_000;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTrustStoreRevocations.html */
export const addTrustStoreRevocations = operation<
  AddTrustStoreRevocationsInput,
  AddTrustStoreRevocationsOutput
>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findTrustStore(tables, input.TrustStoreArn);
    const contents = input.RevocationContents ?? [];
    const added = contents.map((content, index) => ({
      revocationId: row.nextRevocationId + index,
      revoked: readRevocationList(context, content),
    }));
    const revocations = [...row.revocations, ...added];
    const entryCount = revocations.reduce((sum, { revoked }) => sum + revoked.length, 0);
    if (revocations.length > maxRevocationLists || entryCount > maxRevokedEntries) {
      throw tooMany(
        'TrustStoreRevocationEntries',
        `A trust store has at most ${maxRevocationLists} revocation lists with ${maxRevokedEntries} entries`,
      );
    }
    const nextRevocationId = row.nextRevocationId + added.length;
    tables.trustStores.put(row.trustStoreArn, { ...row, revocations, nextRevocationId });
    return { TrustStoreRevocations: added.map((each) => describeRevocation(row, each)) };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveTrustStoreRevocations.html */
export const removeTrustStoreRevocations = operation<RemoveTrustStoreRevocationsInput, Record<string, never>>(
  {
    input: { TrustStoreArn: { required: true }, RevocationIds: { required: true } },
    handle(context, input) {
      const tables = elbv2TablesOf(context);
      const row = findTrustStore(tables, input.TrustStoreArn);
      const ids = input.RevocationIds ?? [];
      mustHave(row, ids);
      const revocations = row.revocations.filter(({ revocationId }) => !ids.includes(revocationId));
      tables.trustStores.put(row.trustStoreArn, { ...row, revocations });
      return {};
    },
  },
);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStoreRevocations.html */
export const describeTrustStoreRevocations = operation<
  DescribeTrustStoreRevocationsInput,
  DescribeTrustStoreRevocationsOutput
>({
  handle(context, input) {
    const row = findTrustStore(elbv2TablesOf(context), input.TrustStoreArn);
    const { RevocationIds: ids } = input;
    mustHave(row, ids ?? []);
    const asked = row.revocations.filter(({ revocationId }) => ids?.includes(revocationId) ?? true);
    const { items, nextMarker } = page(asked, ({ revocationId }) => String(revocationId), input);
    return {
      TrustStoreRevocations: items.map((each) => describeRevocation(row, each)),
      NextMarker: nextMarker,
    };
  },
});

function readRevocationList(context: OperationContext, content: RevocationContent): string[] {
  const { RevocationType: type = 'CRL' } = content;
  if (type !== 'CRL') throw validationError(`Revocation type '${String(type)}' must be CRL`);
  const bytes = objectBytes(context, {
    bucket: content.S3Bucket,
    key: content.S3Key,
    versionId: content.S3ObjectVersion,
  });
  if (bytes === undefined) throw revocationContentNotFound();
  try {
    return revokedCertificates(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw invalidRevocationContent(error.message);
    throw error;
  }
}

function mustHave({ revocations }: TrustStoreRow, ids: readonly number[]): void {
  if (ids.some((id) => !revocations.some(({ revocationId }) => revocationId === id))) {
    throw revocationIdNotFound();
  }
}

function describeRevocation(
  { trustStoreArn }: TrustStoreRow,
  { revocationId, revoked }: TrustStoreRevocation,
) {
  return {
    TrustStoreArn: trustStoreArn,
    RevocationId: revocationId,
    RevocationType: 'CRL' as const,
    NumberOfRevokedEntries: revoked.length,
  };
}
