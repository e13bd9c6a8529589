import type { Policy } from '@aws-sdk/client-iam';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { policyProblems } from '../json-arguments.ts';
import { whileRefused } from '../patient.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { policySchema } from './policy-schema.ts';
import { decodePolicy, policyForm } from './policy-text.ts';

/** IAM keeps this many versions of a policy. */
const versionLimit = 5;

export const policy: ResourceType<AwsClient> = {
  schema: policySchema,
  behaviour: 'evaluated',
  plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
  async create(config, environment) {
    const { client } = environment;
    const { Policy: created } = await client.call('iam', 'CreatePolicy', {
      PolicyName: generatedName(config, { ids: client.ids }),
      Path: textOf(config, 'path'),
      Description: textOf(config, 'description'),
      PolicyDocument: requiredText(config, 'policy'),
      Tags: tagList(allTags(config)),
    });
    const arn = created?.Arn ?? '';
    environment.created?.({ id: arn, arn });
    return existing(await stateOf(arn, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const PolicyArn = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'policy')) {
      await makeRoomForVersion(PolicyArn, client);
      const PolicyDocument = requiredText(config, 'policy');
      await client.call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
    }
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('iam', 'UntagPolicy', { PolicyArn, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('iam', 'TagPolicy', { PolicyArn, Tags: tagList(set) });
    return existing(await stateOf(PolicyArn, config, client));
  },
  async delete(state, environment) {
    const { client } = environment;
    const PolicyArn = requiredText(state, 'id');
    if ((await findPolicy(client, PolicyArn)) === undefined) return;
    const { Versions = [] } = await client.call('iam', 'ListPolicyVersions', { PolicyArn });
    for (const { VersionId, IsDefaultVersion } of Versions) {
      if (IsDefaultVersion !== true)
        await client.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
    }
    await orAbsent(
      whileRefused(environment, ['DeleteConflict'], () => client.call('iam', 'DeletePolicy', { PolicyArn })),
      'NoSuchEntity',
    );
  },
};

export async function findPolicy(client: AwsClient, PolicyArn: string): Promise<Policy | undefined> {
  return (await orAbsent(client.call('iam', 'GetPolicy', { PolicyArn }), 'NoSuchEntity'))?.Policy;
}

export async function policyDocument(client: AwsClient, found: Policy): Promise<string> {
  const { PolicyVersion } = await client.call('iam', 'GetPolicyVersion', {
    PolicyArn: found.Arn,
    VersionId: found.DefaultVersionId,
  });
  return decodePolicy(PolicyVersion?.Document);
}

async function makeRoomForVersion(PolicyArn: string, client: AwsClient): Promise<void> {
  const { Versions = [] } = await client.call('iam', 'ListPolicyVersions', { PolicyArn });
  if (Versions.length < versionLimit) return;
  const [oldest] = Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true).toSorted(
    (one, other) => (one.CreateDate?.getTime() ?? 0) - (other.CreateDate?.getTime() ?? 0),
  );
  if (oldest !== undefined) {
    await client.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId });
  }
}

async function stateOf(arn: string, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const found = await findPolicy(client, arn);
  if (found === undefined) return undefined;
  const name = found.PolicyName ?? '';
  return {
    id: arn,
    arn,
    name,
    name_prefix: prefixOfName(name),
    attachment_count: found.AttachmentCount ?? null,
    delay_after_policy_creation_in_ms: known['delay_after_policy_creation_in_ms'] ?? null,
    description: found.Description ?? '',
    path: found.Path ?? null,
    policy: policyForm(known['policy'], await policyDocument(client, found)),
    policy_id: found.PolicyId ?? null,
    tags_all: tagMap(found.Tags),
  };
}
