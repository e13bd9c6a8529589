import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { principalNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group */
const groupSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true, pattern: principalNamePattern },
    path: { type: 'string', optional: true, default: '/' },
    unique_id: { type: 'string', computed: true },
  },
};

export const group: ResourceType<AwsClient> = {
  schema: groupSchema,
  behaviour: 'evaluated',
  async create(config, { client }) {
    const GroupName = requiredText(config, 'name');
    await client.call('iam', 'CreateGroup', { GroupName, Path: textOf(config, 'path') });
    return existing(await stateOf(GroupName, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), client),
  async update(config, prior, { client }) {
    const NewGroupName = requiredText(config, 'name');
    await client.call('iam', 'UpdateGroup', {
      GroupName: requiredText(prior, 'id'),
      NewGroupName,
      NewPath: textOf(config, 'path'),
    });
    return existing(await stateOf(NewGroupName, client));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('iam', 'DeleteGroup', { GroupName: requiredText(state, 'id') }),
      'NoSuchEntity',
    );
  },
};

async function stateOf(GroupName: string, client: AwsClient): Promise<PlainObject | undefined> {
  const found = (await orAbsent(client.call('iam', 'GetGroup', { GroupName }), 'NoSuchEntity'))?.Group;
  if (found === undefined) return undefined;
  return {
    id: GroupName,
    name: GroupName,
    arn: found.Arn ?? null,
    path: found.Path ?? null,
    unique_id: found.GroupId ?? null,
  };
}
