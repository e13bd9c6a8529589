import type { ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText, setChanges, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group_membership */
const groupMembershipSchema: Schema = {
  attributes: {
    name: { type: 'string', required: true, forceNew: true },
    users: { type: 'set(string)', required: true },
    group: { type: 'string', required: true, forceNew: true },
  },
};

/** All users of a group: who is in it besides is taken out. */
export const groupMembership: ResourceType<AwsClient> = {
  schema: groupMembershipSchema,
  behaviour: 'evaluated',
  async create(config, { client }) {
    const [GroupName, name] = [requiredText(config, 'group'), requiredText(config, 'name')];
    const users = textsOf(config, 'users');
    await addUsers(client, GroupName, users);
    return { id: name, name, group: GroupName, users };
  },
  async read(state, { client }) {
    const users = await orAbsent(usersOf(client, requiredText(state, 'group')), 'NoSuchEntity');
    return users === undefined ? undefined : { ...state, users };
  },
  async update(config, prior, { client }) {
    const GroupName = requiredText(prior, 'group');
    const { added, removed } = setChanges(textsOf(prior, 'users'), textsOf(config, 'users'));
    await removeUsers(client, GroupName, removed);
    await addUsers(client, GroupName, added);
    return { ...prior, users: textsOf(config, 'users') };
  },
  delete: (state, { client }) => removeUsers(client, requiredText(state, 'group'), textsOf(state, 'users')),
};

async function usersOf(client: AwsClient, GroupName: string): Promise<string[]> {
  const users: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.call('iam', 'GetGroup', { GroupName, Marker });
    users.push(...(page.Users ?? []).flatMap(({ UserName }) => UserName ?? []));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return users;
}

async function addUsers(client: AwsClient, GroupName: string, users: Iterable<string>): Promise<void> {
  for (const UserName of users) await client.call('iam', 'AddUserToGroup', { GroupName, UserName });
}

async function removeUsers(client: AwsClient, GroupName: string, users: Iterable<string>): Promise<void> {
  for (const UserName of users)
    await orAbsent(client.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }), 'NoSuchEntity');
}
