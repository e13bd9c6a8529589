import type { Role } from '@aws-sdk/client-iam';
import type { OperationEnvironment, Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, setChanges, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { policyProblems } from '../json-arguments.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { decodePolicy, policyForm } from './policy-text.ts';
import {
  attachedPolicies,
  attachPolicies,
  configuredPolicies,
  deleteInlinePolicies,
  detachPolicies,
  inlinePolicies,
  putInlinePolicies,
} from './role-policies.ts';
import { roleSchema } from './role-schema.ts';

/** Only services that its trust policy names assume it; what its policies allow is evaluated. */
export const role: ResourceType<AwsClient> = {
  schema: roleSchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: policyProblems(config, 'assume_role_policy') }),
  async create(config, environment) {
    const { client } = environment;
    const name = generatedName(config, { ids: client.ids });
    await client.call('iam', 'CreateRole', {
      RoleName: name,
      Path: textOf(config, 'path'),
      AssumeRolePolicyDocument: requiredText(config, 'assume_role_policy'),
      Description: textOf(config, 'description'),
      MaxSessionDuration: numberOf(config, 'max_session_duration'),
      PermissionsBoundary: textOf(config, 'permissions_boundary'),
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: name, name });
    await putInlinePolicies(client, name, configuredPolicies(config));
    await attachPolicies(client, name, textsOf(config, 'managed_policy_arns'));
    return existing(await stateOf(name, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const RoleName = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'assume_role_policy')) {
      const PolicyDocument = requiredText(config, 'assume_role_policy');
      await client.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    }
    if (hasChanged(config, prior, 'description', 'max_session_duration')) {
      await client.call('iam', 'UpdateRole', {
        RoleName,
        Description: textOf(config, 'description') ?? '',
        MaxSessionDuration: numberOf(config, 'max_session_duration'),
      });
    }
    if (hasChanged(config, prior, 'permissions_boundary')) {
      const PermissionsBoundary = textOf(config, 'permissions_boundary');
      await (PermissionsBoundary === undefined
        ? client.call('iam', 'DeleteRolePermissionsBoundary', { RoleName })
        : client.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary }));
    }
    await updatePolicies(RoleName, config, prior, client);
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('iam', 'UntagRole', { RoleName, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('iam', 'TagRole', { RoleName, Tags: tagList(set) });
    return existing(await stateOf(RoleName, config, client));
  },
  delete: (state, environment) => deleteRole(requiredText(state, 'id'), state, environment),
};

export async function findRole(client: AwsClient, RoleName: string): Promise<Role | undefined> {
  return (await orAbsent(client.call('iam', 'GetRole', { RoleName }), 'NoSuchEntity'))?.Role;
}

async function updatePolicies(
  name: string,
  config: PlainObject,
  prior: PlainObject,
  client: AwsClient,
): Promise<void> {
  if (hasChanged(config, prior, 'inline_policy')) {
    const [before, after] = [configuredPolicies(prior), configuredPolicies(config)];
    await deleteInlinePolicies(
      client,
      name,
      [...before.keys()].filter((key) => !after.has(key)),
    );
    const changed = [...after].filter(([key, policy]) => before.get(key) !== policy);
    await putInlinePolicies(client, name, new Map(changed));
  }
  if (hasChanged(config, prior, 'managed_policy_arns')) {
    const arnsOf = (object: PlainObject) => textsOf(object, 'managed_policy_arns');
    const { added, removed } = setChanges(arnsOf(prior), arnsOf(config));
    await detachPolicies(client, name, removed);
    await attachPolicies(client, name, added);
  }
}

/** As the provider: what the role still holds goes with it when that is allowed or was known when it was last read. */
async function deleteRole(
  RoleName: string,
  state: PlainObject,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const { client } = environment;
  if ((await findRole(client, RoleName)) === undefined) return;
  const { InstanceProfiles = [] } = await client.call('iam', 'ListInstanceProfilesForRole', { RoleName });
  for (const { InstanceProfileName } of InstanceProfiles) {
    await client.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
  }
  const force = boolOf(state, 'force_detach_policies') === true;
  if (force || textsOf(state, 'managed_policy_arns').length > 0) {
    await detachPolicies(client, RoleName, await attachedPolicies(client, RoleName));
  }
  if (force || configuredPolicies(state).size > 0) {
    await deleteInlinePolicies(client, RoleName, (await inlinePolicies(client, RoleName)).keys());
  }
  await orAbsent(
    whileRefused(environment, ['DeleteConflict'], () => client.call('iam', 'DeleteRole', { RoleName })),
    'NoSuchEntity',
  );
}

async function stateOf(
  name: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const found = await findRole(client, name);
  if (found === undefined) return undefined;
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found.Arn ?? null,
    assume_role_policy: policyForm(known['assume_role_policy'], decodePolicy(found.AssumeRolePolicyDocument)),
    create_date: timeText(found.CreateDate),
    description: found.Description ?? '',
    force_detach_policies: known['force_detach_policies'] ?? null,
    inline_policy: inlineBlocks(known, await inlinePolicies(client, name)),
    managed_policy_arns: await attachedPolicies(client, name),
    max_session_duration: found.MaxSessionDuration ?? null,
    path: found.Path ?? null,
    permissions_boundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    unique_id: found.RoleId ?? null,
    tags_all: tagMap(found.Tags),
  };
}

/** An empty block that is written stays, as long as there is no policy. */
function inlineBlocks(known: PlainObject, remote: ReadonlyMap<string, string>): Plain {
  const written = configuredPolicies(known);
  if (remote.size === 0) return written.size === 0 ? (known['inline_policy'] ?? []) : [];
  return [...remote].map(([name, policy]) => ({ name, policy: policyForm(written.get(name), policy) }));
}
