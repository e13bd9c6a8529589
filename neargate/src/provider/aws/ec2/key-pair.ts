import type { KeyPairInfo } from '@aws-sdk/client-ec2';
import type { DataSource, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { tagAttributes } from '../schema-parts.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { filterBlocks, filtersOf, onlyOne } from './filters.ts';

const learnt = { type: 'string', computed: true } as const;
const named = { type: 'string', optional: true, computed: true, forceNew: true } as const;

/** Kept: there are no instances to let it in. */
export const keyPairType: ResourceType<AwsClient> = {
  schema: {
    attributes: {
      ...tagAttributes,
      arn: learnt,
      fingerprint: learnt,
      key_name: { ...named, range: [0, 255], conflictsWith: ['key_name_prefix'] },
      key_name_prefix: { ...named, range: [0, 229], conflictsWith: ['key_name'] },
      key_pair_id: learnt,
      key_type: learnt,
      public_key: {
        type: 'string',
        required: true,
        forceNew: true,
        equivalent: (prior, configured) => prior.trim() === configured.trim(),
      },
    },
  },
  behaviour: 'stored',
  async create(config, { client }) {
    const KeyName = generatedName(config, {
      name: 'key_name',
      prefix: 'key_name_prefix',
      ids: client.ids,
    });
    await client.call('ec2', 'ImportKeyPair', {
      KeyName,
      PublicKeyMaterial: Buffer.from(requiredText(config, 'public_key').trim()),
      TagSpecifications: tagSpecifications('key-pair', config),
    });
    return present(readKeyPair(client, KeyName, config), KeyName);
  },
  read: (state, { client }) => readKeyPair(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    await updateTags(client, requiredText(prior, 'key_pair_id'), config, prior);
    return present(readKeyPair(client, name, config), name);
  },
  async delete(state, { client }) {
    await client.call('ec2', 'DeleteKeyPair', { KeyName: requiredText(state, 'id') });
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/key_pair */
export const keyPairSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      arn: learnt,
      create_time: learnt,
      fingerprint: learnt,
      include_public_key: { type: 'bool', optional: true, default: false },
      key_name: { type: 'string', optional: true },
      key_pair_id: { type: 'string', optional: true },
      key_type: learnt,
      public_key: learnt,
      tags: { type: 'map(string)', computed: true },
    },
    blocks: { filter: filterBlocks },
  },
  async read(config, { client }) {
    const [name, id] = [textOf(config, 'key_name'), textOf(config, 'key_pair_id')];
    const { KeyPairs } = await client.call('ec2', 'DescribeKeyPairs', {
      KeyNames: name === undefined ? undefined : [name],
      KeyPairIds: id === undefined ? undefined : [id],
      IncludePublicKey: boolOf(config, 'include_public_key'),
      Filters: filtersOf(config),
    });
    const found = onlyOne(KeyPairs, 'EC2 Key Pair');
    return {
      ...config,
      ...described(client, found),
      id: found.KeyPairId ?? null,
      create_time: timeText(found.CreateTime),
      public_key: found.PublicKey ?? null,
      tags: tagsAll(found.Tags),
    };
  },
};

async function readKeyPair(
  client: AwsClient,
  name: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('ec2', 'DescribeKeyPairs', { KeyNames: [name] }),
    'InvalidKeyPair.NotFound',
  );
  const found = output?.KeyPairs?.[0];
  if (found === undefined) return undefined;
  return {
    ...described(client, found),
    id: name,
    key_name_prefix: prefixOfName(name),
    // The provider does not ask for it.
    public_key: known['public_key'] ?? null,
    tags_all: tagsAll(found.Tags),
  };
}

function described(client: AwsClient, found: KeyPairInfo): PlainObject {
  const { KeyName: name = '' } = found;
  return {
    arn: ec2Arn(client, 'key-pair', name),
    fingerprint: found.KeyFingerprint ?? null,
    key_name: name,
    key_pair_id: found.KeyPairId ?? null,
    key_type: found.KeyType ?? null,
  };
}
