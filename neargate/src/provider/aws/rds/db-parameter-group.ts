import type { DBParameterGroup, Parameter } from '@aws-sdk/client-rds';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagList } from '../tags.ts';
import { dbParameterGroupSchema } from './db-parameter-group-schema.ts';
import { callsOf, parameterChanges, parametersOf, parameterState } from './parameter-blocks.ts';
import { resourceTags, updateTags } from './tagging.ts';

/** The servers run with the parameters that PostgreSQL has; `status` names those that have no effect here. */
export const dbParameterGroup: ResourceType<AwsClient> = {
  schema: dbParameterGroupSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const name = generatedName(config, { ids: client.ids });
    await client.call('rds', 'CreateDBParameterGroup', {
      DBParameterGroupName: name,
      DBParameterGroupFamily: textOf(config, 'family'),
      Description: textOf(config, 'description'),
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: name, name });
    await setParameters(client, name, parametersOf(config));
    return stateOf(config, existing(await find(client, name)), await userParameters(client, name));
  },
  async read(state, { client }) {
    const name = requiredText(state, 'id');
    const found = await find(client, name);
    if (found === undefined) return undefined;
    return {
      ...stateOf(state, found, await userParameters(client, name)),
      tags_all: await resourceTags(client, found.DBParameterGroupArn ?? ''),
    };
  },
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    const { reset, set } = parameterChanges(prior, config);
    await resetParameters(client, name, reset);
    await setParameters(client, name, set);
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    return stateOf(config, existing(await find(client, name)), await userParameters(client, name));
  },
  async delete(state, environment) {
    if (boolOf(state, 'skip_destroy') === true) return;
    const name = requiredText(state, 'id');
    await orAbsent(
      whileRefused(environment, ['InvalidDBParameterGroupState'], () =>
        environment.client.call('rds', 'DeleteDBParameterGroup', { DBParameterGroupName: name }),
      ),
      'DBParameterGroupNotFound',
    );
  },
};

async function setParameters(client: AwsClient, name: string, parameters: Parameter[]): Promise<void> {
  for (const Parameters of callsOf(parameters)) {
    await client.call('rds', 'ModifyDBParameterGroup', { DBParameterGroupName: name, Parameters });
  }
}

async function resetParameters(client: AwsClient, name: string, parameters: Parameter[]): Promise<void> {
  for (const Parameters of callsOf(parameters)) {
    await client.call('rds', 'ResetDBParameterGroup', { DBParameterGroupName: name, Parameters });
  }
}

async function find(client: AwsClient, name: string): Promise<DBParameterGroup | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBParameterGroups', { DBParameterGroupName: name }),
    'DBParameterGroupNotFound',
  );
  return output?.DBParameterGroups?.[0];
}

async function userParameters(client: AwsClient, name: string): Promise<Parameter[]> {
  const parameters: Parameter[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.call('rds', 'DescribeDBParameters', {
      DBParameterGroupName: name,
      Source: 'user',
      Marker,
    });
    parameters.push(...(page.Parameters ?? []));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return parameters;
}

function stateOf(known: PlainObject, found: DBParameterGroup, parameters: Parameter[]): PlainObject {
  const name = found.DBParameterGroupName ?? '';
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found.DBParameterGroupArn ?? null,
    description: found.Description ?? null,
    family: found.DBParameterGroupFamily ?? null,
    parameter: parameterState(parameters),
    skip_destroy: known['skip_destroy'] ?? null,
  };
}
