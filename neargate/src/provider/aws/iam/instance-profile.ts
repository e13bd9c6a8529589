import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { instanceProfileSchema } from './instance-profile-schema.ts';

export const instanceProfile: ResourceType<AwsClient> = {
  schema: instanceProfileSchema,
  behaviour: 'stored',
  async create(config, environment) {
    const { client } = environment;
    const name = generatedName(config, { ids: client.ids });
    await client.call('iam', 'CreateInstanceProfile', {
      InstanceProfileName: name,
      Path: textOf(config, 'path'),
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: name, name, role: null });
    const RoleName = textOf(config, 'role');
    if (RoleName !== undefined) {
      await client.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName });
    }
    return stateOf(await find(client, name));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(found);
  },
  async update(config, prior, { client }) {
    const InstanceProfileName = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'role')) {
      const [before, after] = [textOf(prior, 'role'), textOf(config, 'role')];
      if (before !== undefined) await removeRole(client, InstanceProfileName, before);
      if (after !== undefined) {
        await client.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName: after });
      }
    }
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) {
      await client.call('iam', 'UntagInstanceProfile', { InstanceProfileName, TagKeys: removed });
    }
    if (Object.keys(set).length > 0) {
      await client.call('iam', 'TagInstanceProfile', { InstanceProfileName, Tags: tagList(set) });
    }
    return stateOf(await find(client, InstanceProfileName));
  },
  async delete(state, { client }) {
    const InstanceProfileName = requiredText(state, 'id');
    const role = textOf(state, 'role');
    if (role !== undefined) await removeRole(client, InstanceProfileName, role);
    await orAbsent(client.call('iam', 'DeleteInstanceProfile', { InstanceProfileName }), 'NoSuchEntity');
  },
};

async function removeRole(client: AwsClient, InstanceProfileName: string, RoleName: string): Promise<void> {
  await orAbsent(
    client.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
    'NoSuchEntity',
  );
}

async function find(client: AwsClient, InstanceProfileName: string): Promise<InstanceProfile | undefined> {
  const call = client.call('iam', 'GetInstanceProfile', { InstanceProfileName });
  return (await orAbsent(call, 'NoSuchEntity'))?.InstanceProfile;
}

function stateOf(found: InstanceProfile | undefined): PlainObject {
  const name = found?.InstanceProfileName ?? '';
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found?.Arn ?? null,
    create_date: timeText(found?.CreateDate),
    path: found?.Path ?? null,
    role: found?.Roles?.[0]?.RoleName ?? null,
    unique_id: found?.InstanceProfileId ?? null,
    tags_all: tagMap(found?.Tags),
  };
}
