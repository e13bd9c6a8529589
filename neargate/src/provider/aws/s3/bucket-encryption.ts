import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import type { BlockSchema } from '../../../terraform/provider.ts';
import { blocksOf } from '../../arguments.ts';
import { fromApi, toApi } from '../api-shape.ts';
import { bucketServerSideEncryptionConfigurationSchema as schema } from './bucket-server-side-encryption-configuration-schema.ts';
import { encryptionNaming } from './encryption-naming.ts';
import { bucketSettingType } from './setting.ts';

const rule: Pick<BlockSchema, 'attributes' | 'blocks'> = schema.blocks?.['rule'] ?? { attributes: {} };

export const bucketEncryption = bucketSettingType({
  schema,
  absent: ['NoSuchBucket', 'ServerSideEncryptionConfigurationNotFoundError'],
  async put(bucket, config, client) {
    const Rules = blocksOf(config, 'rule').map((block) =>
      toApi<ServerSideEncryptionRule>(block, rule, encryptionNaming),
    );
    await client.call('s3', 'PutBucketEncryption', {
      ...bucket,
      ServerSideEncryptionConfiguration: { Rules },
    });
  },
  async get(bucket, _known, client) {
    const { ServerSideEncryptionConfiguration: found } = await client.call(
      's3',
      'GetBucketEncryption',
      bucket,
    );
    return { rule: (found?.Rules ?? []).map((each) => fromApi(each, rule, encryptionNaming)) };
  },
  async remove(bucket, _state, client) {
    await client.call('s3', 'DeleteBucketEncryption', bucket);
  },
});
