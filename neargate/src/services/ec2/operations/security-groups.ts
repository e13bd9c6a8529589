import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { defaultVpcOf, ec2WithDefaults } from '../default-network.ts';
import {
  dependencyViolation,
  invalidParameterValue,
  missingParameter,
  notFound,
  required,
} from '../errors.ts';
import { applyFilters, type FilterTable } from '../filters.ts';
import { aggregatePermissions } from '../ip-permissions.ts';
import { page, selectById } from '../paging.ts';
import {
  type Ec2Tables,
  rulesOfSecurityGroup,
  type SecurityGroupRow,
  type SecurityGroupRuleRow,
} from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';
import { putAllowAllEgress } from '../vpc-pieces.ts';

const allowedCharacters = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export const createSecurityGroup = operation<CreateSecurityGroupRequest, CreateSecurityGroupResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const groupName = required(input.GroupName, 'groupName');
    const description = required(input.Description, 'groupDescription');
    const vpcId = input.VpcId ?? defaultVpcOf(tables)?.vpcId;
    if (vpcId === undefined) {
      throw new AwsError(
        'VPCIdNotSpecified',
        'No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.',
      );
    }
    if (!tables.vpcs.has(vpcId)) throw notFound('vpc', vpcId);
    checkText(groupName, 'groupName');
    checkText(description, 'groupDescription');
    if (groupName.startsWith('sg-')) {
      throw invalidParameterValue(
        `Value (${groupName}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
      );
    }
    if (groupName === 'default') {
      throw invalidParameterValue('Cannot use reserved security group name: default');
    }
    if (
      [...tables.securityGroups.values()].some((each) => each.vpcId === vpcId && each.groupName === groupName)
    ) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${groupName}' already exists for VPC '${vpcId}'`,
      );
    }
    const row: SecurityGroupRow = { groupId: `sg-${context.ids.hex(17)}`, groupName, description, vpcId };
    tables.securityGroups.put(row.groupId, row);
    putAllowAllEgress(context, tables, row.groupId);
    tagOnCreate(tables, input.TagSpecifications, 'security-group', row.groupId);
    return {
      GroupId: row.groupId,
      SecurityGroupArn: groupArn(context, row.groupId),
      Tags: describeTags(tables, row.groupId),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const describeSecurityGroups = operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.securityGroups, input.GroupIds, (id) =>
      id.startsWith('sg-')
        ? notFound('security-group', id)
        : new AwsError('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`),
    );
    for (const name of input.GroupNames ?? []) {
      if (!asked.some((row) => row.groupName === name)) throw notFound('security-group', name);
    }
    const named = asked.filter((row) => input.GroupNames?.includes(row.groupName) ?? true);
    const found = applyFilters(named, input.Filters, filtersOf(context.caller.accountId, tables), {
      tables,
      idOf: (row) => row.groupId,
    });
    const { items, nextToken } = page(found, (row) => row.groupId, input);
    return {
      SecurityGroups: items.map((row) => describeGroup(context, tables, row)),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html */
export const deleteSecurityGroup = operation<DeleteSecurityGroupRequest, DeleteSecurityGroupResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { GroupId: groupId, GroupName: groupName } = input;
    if (groupId === undefined && groupName === undefined) throw missingParameter('groupId');
    const row = [...tables.securityGroups.values()].find((each) =>
      groupId === undefined
        ? each.groupName === groupName && each.vpcId === defaultVpcOf(tables)?.vpcId
        : each.groupId === groupId,
    );
    if (row === undefined) throw notFound('security-group', groupId ?? groupName ?? '');
    if (row.groupName === 'default') {
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${row.groupId}" name: "default" cannot be deleted by a user`,
      );
    }
    if (isInUse(tables, row.groupId)) {
      throw dependencyViolation(`resource ${row.groupId} has a dependent object`);
    }
    for (const { ruleId } of rulesOfSecurityGroup(tables, row.groupId)) {
      tables.securityGroupRules.delete(ruleId);
      tables.tags.delete(ruleId);
    }
    tables.securityGroups.delete(row.groupId);
    tables.tags.delete(row.groupId);
    return { Return: true, GroupId: row.groupId };
  },
});

function isInUse(tables: Ec2Tables, groupId: string): boolean {
  return (
    [...tables.networkInterfaces.values()].some((row) => row.groupIds.includes(groupId)) ||
    [...tables.securityGroupRules.values()].some(
      (rule) => rule.groupId !== groupId && rule.referencedGroup?.groupId === groupId,
    )
  );
}

function checkText(text: string, parameter: string): void {
  if (text.length === 0 || text.length > 255 || !allowedCharacters.test(text)) {
    throw invalidParameterValue(
      `Value (${text}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`,
    );
  }
}

function groupArn(context: OperationContext, groupId: string): string {
  const { region, accountId } = context.caller;
  return `arn:aws:ec2:${region}:${accountId}:security-group/${groupId}`;
}

function filtersOf(accountId: string, tables: Ec2Tables): FilterTable<SecurityGroupRow> {
  const rulesFilter = (prefix: string, isEgress: boolean): FilterTable<SecurityGroupRow> => {
    const each = (pick: (rule: SecurityGroupRuleRow) => string | undefined) => (row: SecurityGroupRow) =>
      rulesOfSecurityGroup(tables, row.groupId)
        .filter((rule) => rule.isEgress === isEgress)
        .map(pick);
    return {
      [`${prefix}.cidr`]: each((rule) => rule.cidrIpv4),
      [`${prefix}.from-port`]: each((rule) => String(rule.fromPort)),
      [`${prefix}.group-id`]: each((rule) => rule.referencedGroup?.groupId),
      [`${prefix}.ipv6-cidr`]: each((rule) => rule.cidrIpv6),
      [`${prefix}.prefix-list-id`]: each((rule) => rule.prefixListId),
      [`${prefix}.protocol`]: each((rule) => rule.ipProtocol),
      [`${prefix}.to-port`]: each((rule) => String(rule.toPort)),
    };
  };
  return {
    description: (row) => row.description,
    'group-id': (row) => row.groupId,
    'group-name': (row) => row.groupName,
    'owner-id': () => accountId,
    'vpc-id': (row) => row.vpcId,
    ...rulesFilter('ip-permission', false),
    ...rulesFilter('egress.ip-permission', true),
  };
}

function describeGroup(context: OperationContext, tables: Ec2Tables, row: SecurityGroupRow): SecurityGroup {
  const rules = rulesOfSecurityGroup(tables, row.groupId);
  return {
    GroupId: row.groupId,
    SecurityGroupArn: groupArn(context, row.groupId),
    GroupName: row.groupName,
    Description: row.description,
    OwnerId: context.caller.accountId,
    VpcId: row.vpcId,
    IpPermissions: aggregatePermissions(rules.filter((rule) => !rule.isEgress)),
    IpPermissionsEgress: aggregatePermissions(rules.filter((rule) => rule.isEgress)),
    Tags: describeTags(tables, row.groupId),
  };
}
