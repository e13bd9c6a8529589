import type { User } from '@aws-sdk/client-iam';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { userSchema } from './user-schema.ts';

export const user: ResourceType<AwsClient> = {
  schema: userSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const UserName = requiredText(config, 'name');
    await client.call('iam', 'CreateUser', {
      UserName,
      Path: textOf(config, 'path'),
      PermissionsBoundary: textOf(config, 'permissions_boundary'),
      Tags: tagList(allTags(config)),
    });
    return existing(await stateOf(UserName, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const [before, UserName] = [requiredText(prior, 'id'), requiredText(config, 'name')];
    if (hasChanged(config, prior, 'name', 'path')) {
      const NewPath = textOf(config, 'path');
      await client.call('iam', 'UpdateUser', { UserName: before, NewUserName: UserName, NewPath });
    }
    if (hasChanged(config, prior, 'permissions_boundary')) {
      const PermissionsBoundary = textOf(config, 'permissions_boundary') ?? '';
      await (PermissionsBoundary === ''
        ? client.call('iam', 'DeleteUserPermissionsBoundary', { UserName })
        : client.call('iam', 'PutUserPermissionsBoundary', { UserName, PermissionsBoundary }));
    }
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('iam', 'UntagUser', { UserName, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('iam', 'TagUser', { UserName, Tags: tagList(set) });
    return existing(await stateOf(UserName, config, client));
  },
  async delete(state, environment) {
    const { client } = environment;
    const UserName = requiredText(state, 'id');
    if ((await findUser(client, UserName)) === undefined) return;
    const { Groups = [] } = await client.call('iam', 'ListGroupsForUser', { UserName });
    for (const { GroupName } of Groups)
      await client.call('iam', 'RemoveUserFromGroup', { UserName, GroupName });
    if (boolOf(state, 'force_destroy') === true) await deleteCredentials(client, UserName);
    await orAbsent(
      whileRefused(environment, ['DeleteConflict'], () => client.call('iam', 'DeleteUser', { UserName })),
      'NoSuchEntity',
    );
  },
};

export async function findUser(client: AwsClient, UserName: string): Promise<User | undefined> {
  return (await orAbsent(client.call('iam', 'GetUser', { UserName }), 'NoSuchEntity'))?.User;
}

async function deleteCredentials(client: AwsClient, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await client.call('iam', 'ListAccessKeys', { UserName });
  for (const { AccessKeyId } of AccessKeyMetadata)
    await client.call('iam', 'DeleteAccessKey', { UserName, AccessKeyId });
  const { ServiceSpecificCredentials = [] } = await client.call('iam', 'ListServiceSpecificCredentials', {
    UserName,
  });
  for (const { ServiceSpecificCredentialId } of ServiceSpecificCredentials)
    await client.call('iam', 'DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId });
}

async function stateOf(
  name: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const found = await findUser(client, name);
  if (found === undefined) return undefined;
  return {
    id: name,
    name,
    arn: found.Arn ?? null,
    force_destroy: known['force_destroy'] ?? null,
    path: found.Path ?? null,
    permissions_boundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    unique_id: found.UserId ?? null,
    tags_all: tagMap(found.Tags),
  };
}
