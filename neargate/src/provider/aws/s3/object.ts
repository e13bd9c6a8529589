import type { HeadObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textMapOf, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, timeText, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList, tagMap } from '../tags.ts';
import { objectContent } from './object-content.ts';
import { objectSchema } from './object-schema.ts';

/** What HeadObject gives and PutObject takes under the same name. */
const naming: ApiNaming = {
  style: 'pascal',
  names: {
    acl: 'ACL',
    arn: null,
    bucket: null,
    checksum_crc32: 'ChecksumCRC32',
    checksum_crc32c: 'ChecksumCRC32C',
    checksum_crc64nvme: 'ChecksumCRC64NVME',
    checksum_sha1: 'ChecksumSHA1',
    checksum_sha256: 'ChecksumSHA256',
    content: null,
    content_base64: null,
    etag: null,
    force_destroy: null,
    key: null,
    kms_key_id: 'SSEKMSKeyId',
    object_lock_retain_until_date: null,
    override_provider: null,
    source: null,
    source_hash: null,
    tags: null,
    tags_all: null,
    website_redirect: 'WebsiteRedirectLocation',
  },
};

/** Arguments whose change needs the object to be uploaded again, as in the provider. */
const uploaded = [
  'bucket_key_enabled',
  'cache_control',
  'checksum_algorithm',
  'content',
  'content_base64',
  'content_disposition',
  'content_encoding',
  'content_language',
  'content_type',
  'etag',
  'kms_key_id',
  'metadata',
  'server_side_encryption',
  'source',
  'source_hash',
  'storage_class',
  'website_redirect',
];

/** What only Terraform knows of an object. */
const argumentsOfTheProvider = [
  'acl',
  'checksum_algorithm',
  'content',
  'content_base64',
  'force_destroy',
  'override_provider',
  'source',
  'source_hash',
];

export const object: ResourceType<AwsClient> = {
  schema: objectSchema,
  behaviour: 'real',
  plan: (config, prior) => ({
    recompute: prior !== undefined && hasChanged(config, prior, ...uploaded) ? ['version_id', 'etag'] : [],
  }),
  create: upload,
  read: (state, { client }) => stateOf(state, client),
  async update(config, prior, environment) {
    const { client } = environment;
    if (hasChanged(config, prior, ...uploaded)) return await upload(config, environment);
    const place = placeOf(config);
    if (hasChanged(config, prior, 'acl')) {
      await client.call('s3', 'PutObjectAcl', {
        ...place,
        ACL: (textOf(config, 'acl') ?? 'private') as 'private',
      });
    }
    if (hasChanged(config, prior, 'object_lock_legal_hold_status')) {
      const Status = (textOf(config, 'object_lock_legal_hold_status') ?? 'OFF') as 'ON' | 'OFF';
      await client.call('s3', 'PutObjectLegalHold', { ...place, LegalHold: { Status } });
    }
    if (hasChanged(config, prior, 'object_lock_mode', 'object_lock_retain_until_date')) {
      await client.call('s3', 'PutObjectRetention', {
        ...place,
        Retention: {
          Mode: textOf(config, 'object_lock_mode') as 'GOVERNANCE' | 'COMPLIANCE' | undefined,
          RetainUntilDate: timeOf(config),
        },
        BypassGovernanceRetention: boolOf(config, 'force_destroy') ?? false,
      });
    }
    if (hasChanged(config, prior, 'tags_all')) {
      await client.call('s3', 'PutObjectTagging', {
        ...place,
        Tagging: { TagSet: tagList(allTags(config)) },
      });
    }
    return existing(await stateOf(config, client));
  },
  async delete(state, { client }) {
    const place = placeOf(state);
    await orAbsent(deleteVersions(place, boolOf(state, 'force_destroy') ?? false, client), 'NoSuchBucket');
  },
};

function placeOf(object_: PlainObject): { readonly Bucket: string; readonly Key: string } {
  // A leading `./` or `/` is not part of the key, as in the provider.
  const key = requiredText(object_, 'key').replace(/^(?:\.?\/)+/, '');
  return { Bucket: requiredText(object_, 'bucket'), Key: key };
}

async function upload(
  config: PlainObject,
  { client }: OperationEnvironment<AwsClient>,
): Promise<PlainObject> {
  const tags = new URLSearchParams(Object.entries(allTags(config))).toString();
  const settings = toApi<PutObjectRequest>(config, objectSchema, naming);
  await client.call('s3', 'PutObject', {
    ...settings,
    ...placeOf(config),
    Body: await objectContent(config),
    Metadata: textMapOf(config, 'metadata'),
    ObjectLockRetainUntilDate: timeOf(config),
    ...(tags === '' ? {} : { Tagging: tags }),
  });
  return existing(await stateOf(config, client));
}

function timeOf(config: PlainObject): Date | undefined {
  const time = textOf(config, 'object_lock_retain_until_date');
  return time === undefined ? undefined : new Date(time);
}

async function deleteVersions(
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  force: boolean,
  client: AwsClient,
): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await client.call('s3', 'ListObjectVersions', {
    Bucket,
    Prefix: Key,
  });
  for (const version of [...Versions, ...DeleteMarkers]) {
    if (version.Key !== Key) continue;
    await client.call('s3', 'DeleteObject', {
      Bucket,
      Key,
      VersionId: version.VersionId,
      BypassGovernanceRetention: force,
    });
  }
}

async function stateOf(known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const place = placeOf(known);
  const head = await orAbsent(
    client.call('s3', 'HeadObject', { ...place, ChecksumMode: 'ENABLED' }),
    'NotFound',
    'NoSuchBucket',
    'NoSuchKey',
  );
  if (head === undefined) return undefined;
  const { TagSet } = await client.call('s3', 'GetObjectTagging', place);
  return {
    ...fromApi(head, objectSchema, naming),
    ...Object.fromEntries(argumentsOfTheProvider.map((name) => [name, known[name] ?? null])),
    ...placeAttributes(known, place, client),
    etag: head.ETag?.replaceAll('"', '') ?? null,
    object_lock_retain_until_date: timeText(head.ObjectLockRetainUntilDate),
    storage_class: head.StorageClass ?? 'STANDARD',
    version_id: versionId(head),
    tags_all: tagMap(TagSet),
  };
}

function placeAttributes(
  known: PlainObject,
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  { caller }: AwsClient,
): PlainObject {
  return {
    id: `${Bucket}/${Key}`,
    arn: `arn:${caller.partition}:s3:::${Bucket}/${Key}`,
    bucket: Bucket,
    key: requiredText(known, 'key'),
  };
}

function versionId({ VersionId }: HeadObjectOutput): string {
  return VersionId === undefined || VersionId === 'null' ? '' : VersionId;
}
