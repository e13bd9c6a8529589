import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { lbTrustStoreRevocationSchema } from './lb-trust-store-revocation-schema.ts';

const notThere = ['TrustStoreNotFound', 'RevocationIdNotFound'] as const;

export const lbTrustStoreRevocationType: ResourceType<AwsClient> = {
  schema: lbTrustStoreRevocationSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const { TrustStoreRevocations } = await client.call('elbv2', 'AddTrustStoreRevocations', {
      TrustStoreArn: requiredText(config, 'trust_store_arn'),
      RevocationContents: [
        {
          S3Bucket: requiredText(config, 'revocations_s3_bucket'),
          S3Key: requiredText(config, 'revocations_s3_key'),
          S3ObjectVersion: textOf(config, 'revocations_s3_object_version'),
        },
      ],
    });
    const revocationId = TrustStoreRevocations?.[0]?.RevocationId ?? 0;
    const known = { ...config, revocation_id: revocationId };
    return present(readRevocation(client, known), String(revocationId));
  },
  read: (state, { client }) => readRevocation(client, state),
  async delete(state, { client }) {
    await orAbsent(
      client.call('elbv2', 'RemoveTrustStoreRevocations', {
        TrustStoreArn: requiredText(state, 'trust_store_arn'),
        RevocationIds: [numberOf(state, 'revocation_id') ?? 0],
      }),
      ...notThere,
    );
  },
};

async function readRevocation(client: AwsClient, known: PlainObject): Promise<PlainObject | undefined> {
  const trustStoreArn = requiredText(known, 'trust_store_arn');
  const revocationId = numberOf(known, 'revocation_id') ?? 0;
  const found = await orAbsent(
    client.call('elbv2', 'DescribeTrustStoreRevocations', {
      TrustStoreArn: trustStoreArn,
      RevocationIds: [revocationId],
    }),
    ...notThere,
  );
  if ((found?.TrustStoreRevocations ?? []).length === 0) return undefined;
  return {
    id: `${trustStoreArn},${revocationId}`,
    trust_store_arn: trustStoreArn,
    revocation_id: revocationId,
    revocations_s3_bucket: known['revocations_s3_bucket'] ?? null,
    revocations_s3_key: known['revocations_s3_key'] ?? null,
    revocations_s3_object_version: known['revocations_s3_object_version'] ?? null,
  };
}
