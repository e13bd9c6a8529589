import type { Grant } from '@aws-sdk/client-s3';
import type { Plain, PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, requiredText, textOf } from '../../arguments.ts';
import { bucketAclSchema } from './bucket-acl-schema.ts';
import { granteeOf } from './grants.ts';
import { bucketSettingType } from './setting.ts';

/** The ACL stays with the bucket when the resource goes, as in the provider. */
export const bucketAcl = bucketSettingType({
  schema: bucketAclSchema,
  absent: ['NoSuchBucket'],
  async put(bucket, config, client) {
    const canned = textOf(config, 'acl');
    const policy = canned === undefined ? blockOf(config, 'access_control_policy') : undefined;
    await client.call('s3', 'PutBucketAcl', {
      ...bucket,
      ...(canned === undefined ? {} : { ACL: canned as 'private' }),
      ...(policy === undefined
        ? {}
        : {
            AccessControlPolicy: {
              Owner: { ID: requiredText(blockOf(policy, 'owner') ?? {}, 'id') },
              Grants: blocksOf(policy, 'grant').map(grantOf),
            },
          }),
    });
  },
  async get(bucket, known, client) {
    const { Owner, Grants = [] } = await client.call('s3', 'GetBucketAcl', bucket);
    const acl = textOf(known, 'acl');
    const owner = bucket.ExpectedBucketOwner;
    return {
      id: [bucket.Bucket, owner, acl].filter((part) => part !== undefined).join(),
      acl: acl ?? null,
      access_control_policy: [
        {
          owner: [{ id: Owner?.ID ?? null, display_name: '' }],
          grant: Grants.map(({ Grantee, Permission }): Plain => ({
            permission: Permission ?? null,
            grantee: [
              {
                display_name: '',
                email_address: Grantee?.EmailAddress ?? '',
                id: Grantee?.ID ?? '',
                type: Grantee?.Type ?? null,
                uri: Grantee?.URI ?? '',
              },
            ],
          })),
        },
      ],
    };
  },
});

function grantOf(block: PlainObject): Grant {
  return {
    Grantee: granteeOf(blockOf(block, 'grantee') ?? {}),
    Permission: requiredText(block, 'permission') as Grant['Permission'],
  };
}
