import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { boolOf } from '../../arguments.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import { bucketPublicAccessBlockSchema as schema } from './bucket-public-access-block-schema.ts';
import { bucketSettingType } from './setting.ts';

const naming: ApiNaming = { style: 'pascal', names: { bucket: null, skip_destroy: null } };

/** Public policies and ACLs are really refused. */
export const bucketPublicAccessBlock = bucketSettingType({
  schema,
  behaviour: 'real',
  absent: ['NoSuchBucket', 'NoSuchPublicAccessBlockConfiguration'],
  async put(bucket, config, client) {
    await client.call('s3', 'PutPublicAccessBlock', {
      ...bucket,
      PublicAccessBlockConfiguration: toApi<PublicAccessBlockConfiguration>(config, schema, naming),
    });
  },
  async get(bucket, known, client) {
    const { PublicAccessBlockConfiguration: found } = await client.call('s3', 'GetPublicAccessBlock', bucket);
    return { ...fromApi(found, schema, naming), skip_destroy: known['skip_destroy'] ?? null };
  },
  async remove(bucket, state, client) {
    if (boolOf(state, 'skip_destroy') !== true) await client.call('s3', 'DeletePublicAccessBlock', bucket);
  },
});
