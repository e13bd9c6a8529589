import type { OperationEnvironment, PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';

/** The bucket that a call is about, and who must own it. */
export interface BucketReference {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string | undefined;
}

/** A setting of a bucket that is a resource type of its own. */
export interface BucketSetting {
  readonly schema: Schema;
  /** Codes that mean that the bucket or the setting is not there. */
  readonly absent: readonly string[];
  /** `stored` when absent. */
  readonly behaviour?: ResourceType<AwsClient>['behaviour'];
  readonly plan?: ResourceType<AwsClient>['plan'];
  put(bucket: BucketReference, config: PlainObject, client: AwsClient): Promise<void>;
  /** The setting's arguments; what says where it is (`bucket`) is added. Undefined when there is none. */
  get(bucket: BucketReference, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined>;
  /** Undefined where a setting stays until the bucket goes. */
  remove?(bucket: BucketReference, state: PlainObject, client: AwsClient): Promise<void>;
}

/** The resource type of a setting. S3 keeps and checks settings; nothing enforces most of them. */
export function bucketSettingType(setting: BucketSetting): ResourceType<AwsClient> {
  const put = async (
    config: PlainObject,
    { client }: OperationEnvironment<AwsClient>,
  ): Promise<PlainObject> => {
    await setting.put(referenceOf(config), config, client);
    return existing(await read(config, client));
  };
  const read = async (known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> => {
    const bucket = referenceOf(known);
    const found = await orAbsent(setting.get(bucket, known, client), ...setting.absent);
    if (found === undefined) return undefined;
    const owner = bucket.ExpectedBucketOwner;
    return {
      id: owner === undefined ? bucket.Bucket : `${bucket.Bucket},${owner}`,
      bucket: bucket.Bucket,
      ...(Object.hasOwn(setting.schema.attributes, 'expected_bucket_owner')
        ? { expected_bucket_owner: owner ?? '' }
        : {}),
      ...found,
    };
  };
  return {
    schema: setting.schema,
    behaviour: setting.behaviour ?? 'stored',
    ...(setting.plan === undefined ? {} : { plan: setting.plan }),
    create: put,
    read: (state, { client }) => read(state, client),
    update: (config, _prior, environment) => put(config, environment),
    async delete(state, { client }) {
      if (setting.remove === undefined) return;
      await orAbsent(setting.remove(referenceOf(state), state, client), ...setting.absent);
    },
  };
}

function referenceOf(object: PlainObject): BucketReference {
  return {
    Bucket: requiredText(object, 'bucket'),
    ExpectedBucketOwner: textOf(object, 'expected_bucket_owner'),
  };
}
