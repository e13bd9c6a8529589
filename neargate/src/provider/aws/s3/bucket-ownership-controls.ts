import type { ObjectOwnership } from '@aws-sdk/client-s3';
import { blocksOf, requiredText } from '../../arguments.ts';
import { bucketOwnershipControlsSchema } from './bucket-ownership-controls-schema.ts';
import { bucketSettingType } from './setting.ts';

/** A bucket without ACLs really refuses them. */
export const bucketOwnershipControls = bucketSettingType({
  schema: bucketOwnershipControlsSchema,
  behaviour: 'real',
  absent: ['NoSuchBucket', 'OwnershipControlsNotFoundError'],
  async put(bucket, config, client) {
    const Rules = blocksOf(config, 'rule').map((rule) => ({
      ObjectOwnership: requiredText(rule, 'object_ownership') as ObjectOwnership,
    }));
    await client.call('s3', 'PutBucketOwnershipControls', { ...bucket, OwnershipControls: { Rules } });
  },
  async get(bucket, _known, client) {
    const { OwnershipControls: found } = await client.call('s3', 'GetBucketOwnershipControls', bucket);
    return {
      rule: (found?.Rules ?? []).map(({ ObjectOwnership }) => ({
        object_ownership: ObjectOwnership ?? null,
      })),
    };
  },
  async remove(bucket, _state, client) {
    await client.call('s3', 'DeleteBucketOwnershipControls', bucket);
  },
});
