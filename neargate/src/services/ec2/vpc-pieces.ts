import type { OperationContext } from '../context.ts';
import type { Ec2Tables, NetworkAclRow, RouteTableRow, SecurityGroupRow, VpcRow } from './store.ts';

/** The ACL entry that every list ends with; AWS shows it as rule 32767. */
export const finalDenyRuleNumber = 32_767;

/**
 * Makes a VPC with what AWS makes along with it: the main route table with the local route, the default security group, the
 * default network ACL. https://docs.aws.amazon.com/vpc/latest/userguide/create-vpc.html
 */
export function putVpc(
  context: OperationContext,
  tables: Ec2Tables,
  desired: { cidrBlock: string; isDefault: boolean; instanceTenancy: string; dhcpOptionsId: string },
): VpcRow {
  const vpc: VpcRow = {
    ...desired,
    vpcId: `vpc-${context.ids.hex(17)}`,
    cidrBlockAssociations: [
      { associationId: `vpc-cidr-assoc-${context.ids.hex(17)}`, cidrBlock: desired.cidrBlock },
    ],
    enableDnsSupport: true,
    enableDnsHostnames: desired.isDefault,
    enableNetworkAddressUsageMetrics: false,
  };
  tables.vpcs.put(vpc.vpcId, vpc);
  const routeTable = putRouteTable(context, tables, vpc);
  tables.routeTables.put(routeTable.routeTableId, {
    ...routeTable,
    associations: [{ associationId: `rtbassoc-${context.ids.hex(17)}`, main: true }],
  });
  putDefaultSecurityGroup(context, tables, vpc.vpcId);
  putDefaultNetworkAcl(context, tables, vpc.vpcId);
  return vpc;
}

/** A route table with nothing but the local routes. */
export function putRouteTable(context: OperationContext, tables: Ec2Tables, vpc: VpcRow): RouteTableRow {
  const row: RouteTableRow = {
    routeTableId: `rtb-${context.ids.hex(17)}`,
    vpcId: vpc.vpcId,
    routes: vpc.cidrBlockAssociations.map(({ cidrBlock }) => ({
      destination: { cidrBlock },
      target: { kind: 'local', id: 'local' },
      origin: 'CreateRouteTable',
    })),
    associations: [],
  };
  tables.routeTables.put(row.routeTableId, row);
  return row;
}

function putDefaultSecurityGroup(context: OperationContext, tables: Ec2Tables, vpcId: string): void {
  const group: SecurityGroupRow = {
    groupId: `sg-${context.ids.hex(17)}`,
    groupName: 'default',
    description: 'default VPC security group',
    vpcId,
  };
  tables.securityGroups.put(group.groupId, group);
  const ingress = {
    ruleId: `sgr-${context.ids.hex(17)}`,
    groupId: group.groupId,
    isEgress: false,
    ipProtocol: '-1',
    fromPort: -1,
    toPort: -1,
    referencedGroup: { groupId: group.groupId, userId: context.caller.accountId },
  };
  tables.securityGroupRules.put(ingress.ruleId, ingress);
  putAllowAllEgress(context, tables, group.groupId);
}

/** The rule that every new group starts with: all traffic to anywhere. */
export function putAllowAllEgress(context: OperationContext, tables: Ec2Tables, groupId: string): void {
  const ruleId = `sgr-${context.ids.hex(17)}`;
  tables.securityGroupRules.put(ruleId, {
    ruleId,
    groupId,
    isEgress: true,
    ipProtocol: '-1',
    fromPort: -1,
    toPort: -1,
    cidrIpv4: '0.0.0.0/0',
  });
}

function putDefaultNetworkAcl(context: OperationContext, tables: Ec2Tables, vpcId: string): void {
  const networkAcl: NetworkAclRow = {
    networkAclId: `acl-${context.ids.hex(17)}`,
    vpcId,
    isDefault: true,
    entries: [false, true].flatMap((egress) => [
      { ruleNumber: 100, egress, protocol: '-1', ruleAction: 'allow' as const, cidrBlock: '0.0.0.0/0' },
      finalDeny(egress),
    ]),
    associations: [],
  };
  tables.networkAcls.put(networkAcl.networkAclId, networkAcl);
}

/** The entry that denies what no entry before it decided. */
export function finalDeny(egress: boolean): NetworkAclRow['entries'][number] {
  return {
    ruleNumber: finalDenyRuleNumber,
    egress,
    protocol: '-1',
    ruleAction: 'deny',
    cidrBlock: '0.0.0.0/0',
  };
}

export function mainRouteTable(tables: Ec2Tables, vpcId: string): RouteTableRow {
  for (const row of tables.routeTables.values()) {
    if (row.vpcId === vpcId && row.associations.some((association) => association.main)) return row;
  }
  throw new Error(`VPC ${vpcId} has no main route table`);
}

export function defaultNetworkAcl(tables: Ec2Tables, vpcId: string): NetworkAclRow {
  for (const row of tables.networkAcls.values()) {
    if (row.vpcId === vpcId && row.isDefault) return row;
  }
  throw new Error(`VPC ${vpcId} has no default network ACL`);
}

export function defaultSecurityGroup(tables: Ec2Tables, vpcId: string): SecurityGroupRow {
  for (const row of tables.securityGroups.values()) {
    if (row.vpcId === vpcId && row.groupName === 'default') return row;
  }
  throw new Error(`VPC ${vpcId} has no default security group`);
}
