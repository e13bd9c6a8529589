import type { SecurityGroup } from '@aws-sdk/client-ec2';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { whileRefused } from '../patient.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import {
  blocksOfRules,
  permissionOf,
  ruleKey,
  rulesOfBlock,
  type SingleRule,
  singleRule,
} from './inline-rules.ts';
import { defaultSecurityGroupSchema, securityGroupSchema } from './security-group-schema.ts';

type Direction = 'ingress' | 'egress';

export const securityGroupType: ResourceType<AwsClient> = {
  schema: securityGroupSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const { GroupId: id = '' } = await client.call('ec2', 'CreateSecurityGroup', {
      GroupName: generatedName(config, { ids: client.ids }),
      Description: requiredText(config, 'description'),
      VpcId: textOf(config, 'vpc_id'),
      TagSpecifications: tagSpecifications('security-group', config),
    });
    environment.created?.({ id });
    // A new group lets everything out; the provider takes that away, so that only what is written holds.
    await setRules(client, id, 'egress', config);
    await setRules(client, id, 'ingress', config);
    return present(readGroup(client, id, config), id);
  },
  read: (state, { client }) => readGroup(client, requiredText(state, 'id'), state),
  update: updateGroup,
  async delete(state, environment) {
    const { client } = environment;
    const GroupId = requiredText(state, 'id');
    if (boolOf(state, 'revoke_rules_on_delete') === true) await revokeEverywhere(client, GroupId);
    await orAbsent(
      whileRefused(environment, ['DependencyViolation', 'InvalidGroup.InUse'], () =>
        client.call('ec2', 'DeleteSecurityGroup', { GroupId }),
      ),
      'InvalidGroup.NotFound',
    );
  },
};

/** The group every VPC has: taken over with all its rules removed, and left behind when it is destroyed. */
export const defaultSecurityGroupType: ResourceType<AwsClient> = {
  schema: defaultSecurityGroupSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const vpcId = textOf(config, 'vpc_id') ?? (await defaultVpcId(client));
    const { SecurityGroups } = await client.call('ec2', 'DescribeSecurityGroups', {
      Filters: [
        { Name: 'group-name', Values: ['default'] },
        { Name: 'vpc-id', Values: [vpcId] },
      ],
    });
    const group = SecurityGroups?.[0];
    const id = group?.GroupId;
    if (id === undefined) throw new Error(`VPC ${vpcId} has no default security group`);
    await updateTags(client, id, config, { tags_all: tagsAll(group?.Tags) });
    await setRules(client, id, 'egress', config);
    await setRules(client, id, 'ingress', config);
    return present(readGroup(client, id, config), id);
  },
  read: (state, { client }) => readGroup(client, requiredText(state, 'id'), state),
  update: updateGroup,
  async delete() {},
};

async function updateGroup(
  config: PlainObject,
  prior: PlainObject,
  { client }: OperationEnvironment<AwsClient>,
): Promise<PlainObject> {
  const id = requiredText(prior, 'id');
  for (const direction of ['egress', 'ingress'] as const) {
    if (hasChanged(config, prior, direction)) await setRules(client, id, direction, config);
  }
  await updateTags(client, id, config, prior);
  return present(readGroup(client, id, config), id);
}

async function defaultVpcId(client: AwsClient): Promise<string> {
  const { Vpcs } = await client.call('ec2', 'DescribeVpcs', {
    Filters: [{ Name: 'isDefault', Values: ['true'] }],
  });
  const id = Vpcs?.[0]?.VpcId;
  if (id === undefined) throw new Error('there is no default VPC, and no vpc_id is given');
  return id;
}

/** Makes the group's rules of one direction those of the blocks: what is not written goes, what is missing comes. */
async function setRules(
  client: AwsClient,
  GroupId: string,
  direction: Direction,
  config: PlainObject,
): Promise<void> {
  const wanted = new Map(
    blocksOf(config, direction)
      .flatMap((block) => rulesOfBlock(block, GroupId))
      .map((rule) => [ruleKey(rule), rule]),
  );
  const current = await rulesOfGroup(client, GroupId, direction);
  const revoked = current.filter((rule) => !wanted.delete(ruleKey(rule)));
  if (revoked.length > 0) {
    const input = { GroupId, IpPermissions: revoked.map(permissionOf) };
    await (direction === 'egress'
      ? client.call('ec2', 'RevokeSecurityGroupEgress', input)
      : client.call('ec2', 'RevokeSecurityGroupIngress', input));
  }
  if (wanted.size > 0) {
    const input = { GroupId, IpPermissions: [...wanted.values()].map(permissionOf) };
    await (direction === 'egress'
      ? client.call('ec2', 'AuthorizeSecurityGroupEgress', input)
      : client.call('ec2', 'AuthorizeSecurityGroupIngress', input));
  }
}

async function describeRules(client: AwsClient, groupId: string) {
  const { SecurityGroupRules } = await client.call('ec2', 'DescribeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [groupId] }],
  });
  return SecurityGroupRules ?? [];
}

async function rulesOfGroup(client: AwsClient, groupId: string, direction: Direction): Promise<SingleRule[]> {
  const rules = await describeRules(client, groupId);
  return rules.filter((rule) => rule.IsEgress === (direction === 'egress')).map(singleRule);
}

/** Removes the group's own rules and those of other groups that refer to it. */
async function revokeEverywhere(client: AwsClient, groupId: string): Promise<void> {
  const { SecurityGroupRules } = await client.call('ec2', 'DescribeSecurityGroupRules', {});
  for (const rule of SecurityGroupRules ?? []) {
    if (rule.GroupId !== groupId && rule.ReferencedGroupInfo?.GroupId !== groupId) continue;
    const input = { GroupId: rule.GroupId, SecurityGroupRuleIds: [rule.SecurityGroupRuleId ?? ''] };
    await (rule.IsEgress === true
      ? client.call('ec2', 'RevokeSecurityGroupEgress', input)
      : client.call('ec2', 'RevokeSecurityGroupIngress', input));
  }
}

async function readGroup(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeSecurityGroups', { GroupIds: [id] }),
    'InvalidGroup.NotFound',
  );
  const group: SecurityGroup | undefined = found?.SecurityGroups?.[0];
  if (group === undefined) return undefined;
  const [ingress, egress] = await Promise.all([
    rulesOfGroup(client, id, 'ingress'),
    rulesOfGroup(client, id, 'egress'),
  ]);
  return {
    id,
    arn: ec2Arn(client, 'security-group', id),
    description: group.Description ?? null,
    egress: blocksOfRules(egress, known, 'egress', id),
    ingress: blocksOfRules(ingress, known, 'ingress', id),
    name: group.GroupName ?? null,
    name_prefix: prefixOfName(group.GroupName ?? ''),
    owner_id: group.OwnerId ?? null,
    revoke_rules_on_delete: boolOf(known, 'revoke_rules_on_delete') ?? false,
    tags_all: tagsAll(group.Tags),
    vpc_id: group.VpcId ?? null,
  };
}
