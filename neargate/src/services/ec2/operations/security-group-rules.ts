import type {
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult,
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  IpPermission,
  ModifySecurityGroupRulesRequest,
  ModifySecurityGroupRulesResult,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupEgressResult,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { defaultVpcOf, ec2WithDefaults } from '../default-network.ts';
import { missingParameter, notFound, required } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { describeRule, duplicatePermission, rulesOf, sameRule } from '../ip-permissions.ts';
import { page, selectById } from '../paging.ts';
import {
  type Ec2Tables,
  rulesOfSecurityGroup,
  type SecurityGroupRow,
  type SecurityGroupRuleRow,
} from '../store.ts';
import { tagOnCreate } from '../tags.ts';

const maxRulesPerDirection = 60;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
export const authorizeSecurityGroupIngress = operation<
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult
>({ handle: (context, input) => authorize(context, input, false) });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html */
export const authorizeSecurityGroupEgress = operation<
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult
>({ handle: (context, input) => authorize(context, input, true) });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html */
export const revokeSecurityGroupIngress = operation<
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult
>({ handle: (context, input) => revoke(context, input, false) });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html */
export const revokeSecurityGroupEgress = operation<
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupEgressResult
>({ handle: (context, input) => revoke(context, input, true) });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
export const describeSecurityGroupRules = operation<
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.securityGroupRules, input.SecurityGroupRuleIds, (id) =>
      notFound('security-group-rule', id),
    );
    const found = applyFilters(
      asked,
      input.Filters,
      { 'group-id': (row) => row.groupId, 'security-group-rule-id': (row) => row.ruleId },
      { tables, idOf: (row) => row.ruleId },
    );
    const { items, nextToken } = page(found, (row) => row.ruleId, input);
    const { accountId, region } = context.caller;
    return {
      SecurityGroupRules: items.map((row) => describeRule(accountId, region, tables, row)),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html */
export const modifySecurityGroupRules = operation<
  ModifySecurityGroupRulesRequest,
  ModifySecurityGroupRulesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const group = findGroup(tables, required(input.GroupId, 'GroupId'));
    for (const update of required(input.SecurityGroupRules, 'SecurityGroupRule')) {
      const ruleId = required(update.SecurityGroupRuleId, 'SecurityGroupRuleId');
      const row = tables.securityGroupRules.get(ruleId);
      if (row === undefined || row.groupId !== group.groupId) throw notFound('security-group-rule', ruleId);
      const wanted = required(update.SecurityGroupRule, 'SecurityGroupRule');
      const { Description } = wanted;
      const [content] = rulesOf(tables, group, context.caller.accountId, [
        {
          IpProtocol: wanted.IpProtocol ?? row.ipProtocol,
          FromPort: wanted.FromPort,
          ToPort: wanted.ToPort,
          IpRanges: wanted.CidrIpv4 === undefined ? [] : [{ CidrIp: wanted.CidrIpv4, Description }],
          Ipv6Ranges: wanted.CidrIpv6 === undefined ? [] : [{ CidrIpv6: wanted.CidrIpv6, Description }],
          PrefixListIds:
            wanted.PrefixListId === undefined ? [] : [{ PrefixListId: wanted.PrefixListId, Description }],
          UserIdGroupPairs:
            wanted.ReferencedGroupId === undefined
              ? []
              : [{ GroupId: wanted.ReferencedGroupId, Description }],
        },
      ]);
      if (content === undefined) throw missingParameter('SecurityGroupRule');
      tables.securityGroupRules.put(ruleId, {
        ruleId,
        groupId: row.groupId,
        isEgress: row.isEgress,
        ...content,
      });
    }
    return { Return: true };
  },
});

/** Changes only the descriptions of existing rules. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html */
export const updateSecurityGroupRuleDescriptionsIngress = operation<
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressResult
>({ handle: (context, input) => updateDescriptions(context, input, false) });

export const updateSecurityGroupRuleDescriptionsEgress = operation<
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressResult
>({ handle: (context, input) => updateDescriptions(context, input, true) });

function authorize(
  context: OperationContext,
  input: AuthorizeSecurityGroupIngressRequest,
  isEgress: boolean,
): AuthorizeSecurityGroupIngressResult {
  const tables = ec2WithDefaults(context);
  const { accountId, region } = context.caller;
  const group = groupOf(tables, input);
  const existing = rulesOfGroup(tables, group.groupId, isEgress);
  const contents = rulesOf(tables, group, accountId, permissionsOf(input));
  const added: SecurityGroupRuleRow[] = [];
  for (const content of contents) {
    if ([...existing, ...added].some((rule) => sameRule(rule, content))) throw duplicatePermission(content);
    const row = {
      ruleId: `sgr-${context.ids.hex(17)}`,
      groupId: group.groupId,
      isEgress,
      ...content,
    };
    tables.securityGroupRules.put(row.ruleId, row);
    tagOnCreate(tables, input.TagSpecifications, 'security-group-rule', row.ruleId);
    added.push(row);
  }
  if (existing.length + added.length > maxRulesPerDirection) {
    throw new AwsError(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
  return {
    Return: true,
    SecurityGroupRules: added.map((row) => describeRule(accountId, region, tables, row)),
  };
}

function revoke(
  context: OperationContext,
  input: RevokeSecurityGroupIngressRequest,
  isEgress: boolean,
): RevokeSecurityGroupIngressResult {
  const tables = ec2WithDefaults(context);
  const group = groupOf(tables, input);
  const existing = rulesOfGroup(tables, group.groupId, isEgress);
  const doomed: SecurityGroupRuleRow[] = [];
  if (input.SecurityGroupRuleIds !== undefined && input.SecurityGroupRuleIds.length > 0) {
    for (const ruleId of input.SecurityGroupRuleIds) {
      const row = existing.find((rule) => rule.ruleId === ruleId);
      if (row === undefined) throw notFound('security-group-rule', ruleId);
      doomed.push(row);
    }
  } else {
    for (const content of rulesOf(tables, group, context.caller.accountId, permissionsOf(input))) {
      const row = existing.find((rule) => sameRule(rule, content));
      if (row === undefined) {
        throw new AwsError(
          'InvalidPermission.NotFound',
          'The specified rule does not exist in this security group.',
        );
      }
      doomed.push(row);
    }
  }
  for (const { ruleId } of doomed) {
    tables.securityGroupRules.delete(ruleId);
    tables.tags.delete(ruleId);
  }
  return { Return: true };
}

function updateDescriptions(
  context: OperationContext,
  input: UpdateSecurityGroupRuleDescriptionsIngressRequest,
  isEgress: boolean,
): UpdateSecurityGroupRuleDescriptionsIngressResult {
  const tables = ec2WithDefaults(context);
  const group = groupOf(tables, input);
  const existing = rulesOfGroup(tables, group.groupId, isEgress);
  for (const { SecurityGroupRuleId, Description } of input.SecurityGroupRuleDescriptions ?? []) {
    const row = existing.find((rule) => rule.ruleId === SecurityGroupRuleId);
    if (row === undefined) throw notFound('security-group-rule', SecurityGroupRuleId ?? '');
    tables.securityGroupRules.put(row.ruleId, { ...row, description: Description });
  }
  for (const content of rulesOf(tables, group, context.caller.accountId, input.IpPermissions ?? [])) {
    const row = existing.find((rule) => sameRule(rule, content));
    if (row === undefined) {
      throw new AwsError(
        'InvalidPermission.NotFound',
        'The specified rule does not exist in this security group.',
      );
    }
    tables.securityGroupRules.put(row.ruleId, { ...row, description: content.description });
  }
  return { Return: true };
}

function groupOf(
  tables: Ec2Tables,
  input: { GroupId?: string | undefined; GroupName?: string | undefined },
): SecurityGroupRow {
  if (input.GroupId !== undefined) return findGroup(tables, input.GroupId);
  const groupName = required(input.GroupName, 'groupId');
  const vpcId = defaultVpcOf(tables)?.vpcId;
  for (const group of tables.securityGroups.values()) {
    if (group.groupName === groupName && group.vpcId === vpcId) return group;
  }
  throw notFound('security-group', groupName);
}

function findGroup(tables: Ec2Tables, groupId: string): SecurityGroupRow {
  const group = tables.securityGroups.get(groupId);
  if (group === undefined) throw notFound('security-group', groupId);
  return group;
}

function rulesOfGroup(tables: Ec2Tables, groupId: string, isEgress: boolean): SecurityGroupRuleRow[] {
  return rulesOfSecurityGroup(tables, groupId).filter((rule) => rule.isEgress === isEgress);
}

/** Either `IpPermissions`, or the older form with one permission spread over the request. */
function permissionsOf(input: AuthorizeSecurityGroupIngressRequest): readonly IpPermission[] {
  if (input.IpPermissions !== undefined && input.IpPermissions.length > 0) return input.IpPermissions;
  if (input.IpProtocol === undefined) throw missingParameter('ipPermissions');
  return [
    {
      IpProtocol: input.IpProtocol,
      FromPort: input.FromPort,
      ToPort: input.ToPort,
      IpRanges: input.CidrIp === undefined ? [] : [{ CidrIp: input.CidrIp }],
      UserIdGroupPairs:
        input.SourceSecurityGroupName === undefined ? [] : [{ GroupName: input.SourceSecurityGroupName }],
    },
  ];
}
