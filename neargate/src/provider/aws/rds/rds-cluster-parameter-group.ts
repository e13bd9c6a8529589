import type { DBClusterParameterGroup, Parameter } from '@aws-sdk/client-rds';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { existing } from '../not-found.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagList } from '../tags.ts';
import { dbParameterGroupSchema } from './db-parameter-group-schema.ts';
import { callsOf, parameterChanges, parametersOf, parameterState } from './parameter-blocks.ts';
import { resourceTags, updateTags } from './tagging.ts';

const { skip_destroy: _ofInstances, ...attributes } = dbParameterGroupSchema.attributes;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster_parameter_group */
const schema: Schema = { ...dbParameterGroupSchema, attributes };

export const rdsClusterParameterGroup: ResourceType<AwsClient> = {
  schema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const name = generatedName(config, { ids: client.ids });
    await client.call('rds', 'CreateDBClusterParameterGroup', {
      DBClusterParameterGroupName: name,
      DBParameterGroupFamily: textOf(config, 'family'),
      Description: textOf(config, 'description'),
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: name, name });
    await setParameters(client, name, parametersOf(config));
    return stateOf(client, existing(await find(client, name)));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    return {
      ...(await stateOf(client, found)),
      tags_all: await resourceTags(client, found.DBClusterParameterGroupArn ?? ''),
    };
  },
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    const { reset, set } = parameterChanges(prior, config);
    for (const Parameters of callsOf(reset)) {
      await client.call('rds', 'ResetDBClusterParameterGroup', {
        DBClusterParameterGroupName: name,
        Parameters,
      });
    }
    await setParameters(client, name, set);
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    return stateOf(client, existing(await find(client, name)));
  },
  async delete(state, environment) {
    const name = requiredText(state, 'id');
    await orAbsent(
      whileRefused(environment, ['InvalidDBParameterGroupState'], () =>
        environment.client.call('rds', 'DeleteDBClusterParameterGroup', {
          DBClusterParameterGroupName: name,
        }),
      ),
      'DBParameterGroupNotFound',
    );
  },
};

async function setParameters(client: AwsClient, name: string, parameters: Parameter[]): Promise<void> {
  for (const Parameters of callsOf(parameters)) {
    await client.call('rds', 'ModifyDBClusterParameterGroup', {
      DBClusterParameterGroupName: name,
      Parameters,
    });
  }
}

async function find(client: AwsClient, name: string): Promise<DBClusterParameterGroup | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBClusterParameterGroups', { DBClusterParameterGroupName: name }),
    'DBParameterGroupNotFound',
  );
  return output?.DBClusterParameterGroups?.[0];
}

async function userParameters(client: AwsClient, name: string): Promise<Parameter[]> {
  const parameters: Parameter[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.call('rds', 'DescribeDBClusterParameters', {
      DBClusterParameterGroupName: name,
      Source: 'user',
      Marker,
    });
    parameters.push(...(page.Parameters ?? []));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return parameters;
}

async function stateOf(client: AwsClient, found: DBClusterParameterGroup): Promise<PlainObject> {
  const name = found.DBClusterParameterGroupName ?? '';
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found.DBClusterParameterGroupArn ?? null,
    description: found.Description ?? null,
    family: found.DBParameterGroupFamily ?? null,
    parameter: parameterState(await userParameters(client, name)),
  };
}
