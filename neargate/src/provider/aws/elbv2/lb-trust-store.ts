import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { whileRefused } from '../patient.ts';
import { readTags, tagsOnCreate, updateTags } from './elbv2-tags.ts';
import { lbTrustStoreSchema } from './lb-trust-store-schema.ts';

const bundleArguments = [
  'ca_certificates_bundle_s3_bucket',
  'ca_certificates_bundle_s3_key',
  'ca_certificates_bundle_s3_object_version',
] as const;

export const lbTrustStoreType: ResourceType<AwsClient> = {
  schema: lbTrustStoreSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const { TrustStores } = await client.call('elbv2', 'CreateTrustStore', {
      Name: generatedName(config, { ids: client.ids, defaultPrefix: 'tf-', maxLength: 32 }),
      ...bundleOf(config),
      Tags: tagsOnCreate(config),
    });
    const arn = TrustStores?.[0]?.TrustStoreArn ?? '';
    environment.created?.({ id: arn });
    return present(readTrustStore(client, arn, config), arn);
  },
  read: (state, { client }) => readTrustStore(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'id');
    if (hasChanged(config, prior, ...bundleArguments)) {
      await client.call('elbv2', 'ModifyTrustStore', { TrustStoreArn: arn, ...bundleOf(config) });
    }
    await updateTags(client, arn, config, prior);
    return present(readTrustStore(client, arn, config), arn);
  },
  async delete(state, environment) {
    // A listener that goes in the same apply may still use it.
    await orAbsent(
      whileRefused(environment, ['TrustStoreInUse'], () =>
        environment.client.call('elbv2', 'DeleteTrustStore', { TrustStoreArn: requiredText(state, 'id') }),
      ),
      'TrustStoreNotFound',
    );
  },
};

function bundleOf(config: PlainObject) {
  return {
    CaCertificatesBundleS3Bucket: requiredText(config, 'ca_certificates_bundle_s3_bucket'),
    CaCertificatesBundleS3Key: requiredText(config, 'ca_certificates_bundle_s3_key'),
    CaCertificatesBundleS3ObjectVersion: textOf(config, 'ca_certificates_bundle_s3_object_version'),
  };
}

async function readTrustStore(
  client: AwsClient,
  arn: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeTrustStores', { TrustStoreArns: [arn] }),
    'TrustStoreNotFound',
  );
  const [trustStore] = found?.TrustStores ?? [];
  if (trustStore === undefined) return undefined;
  const name = trustStore.Name ?? '';
  return {
    id: arn,
    arn,
    arn_suffix: arn.slice(arn.indexOf(':truststore/') + 1),
    name,
    name_prefix: prefixOfName(name),
    // AWS does not say where the bundle came from.
    ...Object.fromEntries(bundleArguments.map((argument) => [argument, known[argument] ?? null])),
    tags_all: await readTags(client, arn),
  };
}
