import type { BucketCannedACL, BucketLocationConstraint } from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/aws-error.ts';
import type { Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { policyProblems } from '../json-arguments.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList, tagMap } from '../tags.ts';
import { bucketSchema } from './bucket-schema.ts';
import { emptyBucket } from './empty-bucket.ts';
import { websiteHostedZones } from './hosted-zones.ts';
import { websiteDomain } from './website-domain.ts';
import { accessSettings } from './inline-access.ts';
import { dataSettings } from './inline-data.ts';

const settings = [...dataSettings, ...accessSettings];

export const bucket: ResourceType<AwsClient> = {
  schema: bucketSchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
  async create(config, environment) {
    const { client } = environment;
    const name = generatedName(config, { name: 'bucket', prefix: 'bucket_prefix', ids: client.ids });
    const { region } = client.caller;
    const tags = tagList(allTags(config));
    await client.call('s3', 'CreateBucket', {
      Bucket: name,
      // Buckets are created with the canned ACL: one without ACLs takes `private` then, but not later.
      ACL: textOf(config, 'acl') as BucketCannedACL | undefined,
      ObjectLockEnabledForBucket: hasObjectLock(config),
      CreateBucketConfiguration: {
        ...(region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint }),
        ...(tags.length === 0 ? {} : { Tags: tags }),
      },
    });
    environment.created?.({ id: name, bucket: name });
    for (const setting of settings) {
      if (setting.argument === 'acl') continue;
      if (isWritten(config[setting.argument])) await setting.write(name, config, client);
    }
    return existing(await stateOf(name, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    for (const setting of settings) {
      if (hasChanged(config, prior, setting.argument)) await setting.write(name, config, client);
    }
    if (hasChanged(config, prior, 'tags_all')) {
      const TagSet = tagList(allTags(config));
      await (TagSet.length === 0
        ? client.call('s3', 'DeleteBucketTagging', { Bucket: name })
        : client.call('s3', 'PutBucketTagging', { Bucket: name, Tagging: { TagSet } }));
    }
    return existing(await stateOf(name, config, client));
  },
  async delete(state, { client }) {
    const Bucket = requiredText(state, 'id');
    try {
      await client.call('s3', 'DeleteBucket', { Bucket });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'NoSuchBucket') return;
      if (error.code !== 'BucketNotEmpty' || boolOf(state, 'force_destroy') !== true) throw error;
      await emptyBucket(Bucket, client);
      await client.call('s3', 'DeleteBucket', { Bucket });
    }
  },
};

function hasObjectLock(config: PlainObject): boolean {
  const lock = blockOf(config, 'object_lock_configuration') ?? {};
  return boolOf(config, 'object_lock_enabled') === true || textOf(lock, 'object_lock_enabled') === 'Enabled';
}

function isWritten(argument: Plain | undefined): boolean {
  if (argument === undefined || argument === null || argument === '') return false;
  return !Array.isArray(argument) || argument.length > 0;
}

async function stateOf(
  name: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const head = await orAbsent(client.call('s3', 'HeadBucket', { Bucket: name }), 'NotFound', 'NoSuchBucket');
  if (head === undefined) return undefined;
  const region = head.BucketRegion ?? client.caller.region;
  const read = await Promise.all(
    settings.map(async (setting) => [setting.argument, await setting.read(name, known, client)] as const),
  );
  const inline: Readonly<Record<string, Plain>> = Object.fromEntries(read);
  const tagging = await orAbsent(client.call('s3', 'GetBucketTagging', { Bucket: name }), 'NoSuchTagSet');
  return {
    ...inline,
    id: name,
    bucket: name,
    bucket_prefix: prefixOfName(name),
    arn: `arn:${client.caller.partition}:s3:::${name}`,
    bucket_domain_name: `${name}.s3.amazonaws.com`,
    bucket_namespace: 'global',
    bucket_region: region,
    bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
    force_destroy: known['force_destroy'] ?? null,
    hosted_zone_id: websiteHostedZones[region] ?? null,
    object_lock_enabled: isWritten(inline['object_lock_configuration']),
    ...websiteAddress(name, region, inline['website']),
    tags_all: tagMap(tagging?.TagSet),
  };
}

function websiteAddress(name: string, region: string, website: Plain | undefined): PlainObject {
  if (!isWritten(website)) return { website_domain: null, website_endpoint: null };
  const domain = websiteDomain(region);
  return { website_domain: domain, website_endpoint: `${name}.${domain}` };
}
