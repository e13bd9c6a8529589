import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { formatIpv4Cidr, parseIpv4Cidr } from '../../network/ipv4.ts';
import { invalidParameterValue, missingParameter, notFound } from './errors.ts';
import type { Ec2Tables, SecurityGroupRow, SecurityGroupRuleRow } from './store.ts';
import { describeTags } from './tags.ts';

/** A rule before it has an id and a group. */
export type RuleContent = Omit<SecurityGroupRuleRow, 'ruleId' | 'groupId' | 'isEgress'>;

const protocolNames: Readonly<Record<string, string>> = {
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmpv6',
};
const portProtocols = new Set(['tcp', 'udp']);
const icmpProtocols = new Set(['icmp', 'icmpv6']);

/**
 * The single-peer rules that a list of permissions stands for. Protocol numbers become names where there are some; ports are
 * -1 where the protocol has none. Throws AWS's errors for malformed permissions and unknown groups.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function rulesOf(
  tables: Ec2Tables,
  group: SecurityGroupRow,
  accountId: string,
  permissions: readonly IpPermission[],
): RuleContent[] {
  return permissions.flatMap((permission) => {
    const base = protocolAndPorts(permission);
    const rules: RuleContent[] = [];
    for (const range of permission.IpRanges ?? []) {
      rules.push({ ...base, cidrIpv4: canonicalCidr(range.CidrIp), description: range.Description });
    }
    for (const range of permission.Ipv6Ranges ?? []) {
      rules.push({ ...base, cidrIpv6: range.CidrIpv6, description: range.Description });
    }
    for (const list of permission.PrefixListIds ?? []) {
      rules.push({ ...base, prefixListId: list.PrefixListId, description: list.Description });
    }
    for (const pair of permission.UserIdGroupPairs ?? []) {
      const groupId = pair.GroupId ?? idOfGroupNamed(tables, group.vpcId, pair.GroupName);
      const userId = pair.UserId ?? accountId;
      if (userId === accountId && !tables.securityGroups.has(groupId))
        throw notFound('security-group', groupId);
      rules.push({ ...base, referencedGroup: { groupId, userId }, description: pair.Description });
    }
    if (rules.length === 0) {
      throw invalidParameterValue(
        'The request must contain a peer: a CIDR block, a prefix list or a security group',
      );
    }
    return rules;
  });
}

function protocolAndPorts(permission: IpPermission): Pick<RuleContent, 'ipProtocol' | 'fromPort' | 'toPort'> {
  const given = permission.IpProtocol;
  if (given === undefined) throw missingParameter('ipProtocol');
  const ipProtocol = protocolNames[given] ?? given.toLowerCase();
  const { FromPort: fromPort, ToPort: toPort } = permission;
  if (portProtocols.has(ipProtocol)) {
    if (fromPort === undefined || toPort === undefined) {
      throw invalidParameterValue(
        `Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`,
      );
    }
    if (fromPort === -1 && toPort === -1) return { ipProtocol, fromPort: 0, toPort: 65_535 };
    if (fromPort < 0 || toPort > 65_535) {
      throw invalidParameterValue(
        `Invalid value '${fromPort}-${toPort}' for portRange. Ports must be from 0 to 65535.`,
      );
    }
    if (fromPort > toPort) {
      throw invalidParameterValue(`Invalid TCP/UDP port range (${fromPort}:${toPort})`);
    }
    return { ipProtocol, fromPort, toPort };
  }
  if (icmpProtocols.has(ipProtocol)) return { ipProtocol, fromPort: fromPort ?? -1, toPort: toPort ?? -1 };
  if (ipProtocol !== '-1' && !/^\d{1,3}$/.test(ipProtocol)) {
    throw invalidParameterValue(`Invalid value '${given}' for IP protocol. Unknown protocol.`);
  }
  return { ipProtocol, fromPort: -1, toPort: -1 };
}

function canonicalCidr(cidrIp: string | undefined): string {
  const network = parseIpv4Cidr(cidrIp ?? '');
  if (network !== undefined) return formatIpv4Cidr(network);
  throw invalidParameterValue(`CIDR block ${cidrIp ?? ''} is malformed`);
}

function idOfGroupNamed(tables: Ec2Tables, vpcId: string, name: string | undefined): string {
  if (name === undefined) throw missingParameter('groupId');
  for (const group of tables.securityGroups.values()) {
    if (group.vpcId === vpcId && group.groupName === name) return group.groupId;
  }
  throw notFound('security-group', name);
}

/** Two rules are the same when protocol, ports and peer are; the description does not count. */
export function sameRule(left: RuleContent, right: RuleContent): boolean {
  return (
    left.ipProtocol === right.ipProtocol &&
    left.fromPort === right.fromPort &&
    left.toPort === right.toPort &&
    peerOf(left) === peerOf(right)
  );
}

export function peerOf(rule: RuleContent): string {
  return rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.prefixListId ?? rule.referencedGroup?.groupId ?? '';
}

export function duplicatePermission(rule: RuleContent): AwsError {
  const ports =
    rule.ipProtocol === '-1'
      ? 'ALL'
      : `${rule.ipProtocol.toUpperCase()}, from port: ${rule.fromPort}, to port: ${rule.toPort}`;
  return new AwsError(
    'InvalidPermission.Duplicate',
    `the specified rule "peer: ${peerOf(rule)}, ${ports}, ALLOW" already exists`,
  );
}

/**
 * The rules of one direction as DescribeSecurityGroups shows them: rules of the same protocol and ports are one permission
 * with several peers, and protocol -1 carries no ports.
 */
export function aggregatePermissions(rules: Iterable<SecurityGroupRuleRow>): IpPermission[] {
  const byPorts = new Map<string, IpPermission>();
  for (const rule of rules) {
    const key = `${rule.ipProtocol}/${rule.fromPort}/${rule.toPort}`;
    let permission = byPorts.get(key);
    if (permission === undefined) {
      const hasPorts =
        rule.ipProtocol !== '-1' &&
        (portProtocols.has(rule.ipProtocol) || icmpProtocols.has(rule.ipProtocol));
      permission = {
        IpProtocol: rule.ipProtocol,
        FromPort: hasPorts ? rule.fromPort : undefined,
        ToPort: hasPorts ? rule.toPort : undefined,
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      };
      byPorts.set(key, permission);
    }
    const { description: Description } = rule;
    if (rule.cidrIpv4 !== undefined) permission.IpRanges?.push({ CidrIp: rule.cidrIpv4, Description });
    if (rule.cidrIpv6 !== undefined) permission.Ipv6Ranges?.push({ CidrIpv6: rule.cidrIpv6, Description });
    if (rule.prefixListId !== undefined) {
      permission.PrefixListIds?.push({ PrefixListId: rule.prefixListId, Description });
    }
    if (rule.referencedGroup !== undefined) {
      const { groupId, userId } = rule.referencedGroup;
      permission.UserIdGroupPairs?.push({ GroupId: groupId, UserId: userId, Description });
    }
  }
  return [...byPorts.values()];
}

export function describeRule(
  accountId: string,
  region: string,
  tables: Ec2Tables,
  row: SecurityGroupRuleRow,
): SecurityGroupRule {
  return {
    SecurityGroupRuleId: row.ruleId,
    SecurityGroupRuleArn: `arn:aws:ec2:${region}:${accountId}:security-group-rule/${row.ruleId}`,
    GroupId: row.groupId,
    GroupOwnerId: accountId,
    IsEgress: row.isEgress,
    IpProtocol: row.ipProtocol,
    FromPort: row.fromPort,
    ToPort: row.toPort,
    CidrIpv4: row.cidrIpv4,
    CidrIpv6: row.cidrIpv6,
    PrefixListId: row.prefixListId,
    ReferencedGroupInfo:
      row.referencedGroup === undefined
        ? undefined
        : { GroupId: row.referencedGroup.groupId, UserId: row.referencedGroup.userId },
    Description: row.description,
    Tags: describeTags(tables, row.ruleId),
  };
}
