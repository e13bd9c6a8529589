import type { DBSubnetGroup } from '@aws-sdk/client-rds';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagList } from '../tags.ts';
import { dbSubnetGroupSchema } from './db-subnet-group-schema.ts';
import { resourceTags, updateTags } from './tagging.ts';

export const dbSubnetGroup: ResourceType<AwsClient> = {
  schema: dbSubnetGroupSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const { DBSubnetGroup: created } = await client.call('rds', 'CreateDBSubnetGroup', {
      DBSubnetGroupName: generatedName(config, { ids: client.ids }),
      DBSubnetGroupDescription: textOf(config, 'description'),
      SubnetIds: textsOf(config, 'subnet_ids'),
      Tags: tagList(allTags(config)),
    });
    return stateOf(created ?? {});
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    return { ...stateOf(found), tags_all: await resourceTags(client, found.DBSubnetGroupArn ?? '') };
  },
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'description', 'subnet_ids')) {
      await client.call('rds', 'ModifyDBSubnetGroup', {
        DBSubnetGroupName: name,
        DBSubnetGroupDescription: textOf(config, 'description'),
        SubnetIds: textsOf(config, 'subnet_ids'),
      });
    }
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    return stateOf(existing(await find(client, name)));
  },
  async delete(state, environment) {
    const name = requiredText(state, 'id');
    await orAbsent(
      whileRefused(environment, ['InvalidDBSubnetGroupStateFault'], () =>
        environment.client.call('rds', 'DeleteDBSubnetGroup', { DBSubnetGroupName: name }),
      ),
      'DBSubnetGroupNotFoundFault',
    );
  },
};

async function find(client: AwsClient, name: string): Promise<DBSubnetGroup | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBSubnetGroups', { DBSubnetGroupName: name }),
    'DBSubnetGroupNotFoundFault',
  );
  return output?.DBSubnetGroups?.[0];
}

function stateOf(found: DBSubnetGroup): PlainObject {
  const name = found.DBSubnetGroupName ?? '';
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found.DBSubnetGroupArn ?? null,
    description: found.DBSubnetGroupDescription ?? null,
    subnet_ids: (found.Subnets ?? []).map(({ SubnetIdentifier }) => SubnetIdentifier ?? null),
    supported_network_types: found.SupportedNetworkTypes ?? [],
    vpc_id: found.VpcId ?? null,
  };
}
