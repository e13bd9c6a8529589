import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { defaultVpcOf, ec2WithDefaults } from '../ec2/default-network.ts';
import { dbSubnetGroupNotFound } from './errors.ts';
import type { DbSubnetGroupRow, RdsTables } from './store.ts';

/**
 * The subnets a group shall have, checked: they exist, lie in one VPC and cover two zones at least.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html
 */
export function checkedSubnets(
  context: OperationContext,
  subnetIds: readonly string[],
): { vpcId: string; subnetIds: string[] } {
  const tables = ec2WithDefaults(context);
  const subnets = [...new Set(subnetIds)].map((subnetId) => {
    const subnet = tables.subnets.get(subnetId);
    if (subnet === undefined) {
      throw new AwsError('InvalidSubnet', `The subnet ID '${subnetId}' does not exist`);
    }
    return subnet;
  });
  const vpcIds = new Set(subnets.map((subnet) => subnet.vpcId));
  if (vpcIds.size > 1) throw new AwsError('InvalidSubnet', 'The subnets are not all in the same VPC.');
  const zones = [...new Set(subnets.map((subnet) => subnet.availabilityZone))].toSorted();
  if (zones.length < 2) {
    throw new AwsError(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(', ')}. Add subnets to cover at least 2 AZs.`,
    );
  }
  const [vpcId = ''] = vpcIds;
  return { vpcId, subnetIds: subnets.map((subnet) => subnet.subnetId) };
}

export function findSubnetGroup(tables: RdsTables, name: string): DbSubnetGroupRow {
  const row = tables.subnetGroups.get(name.toLowerCase());
  if (row === undefined) throw dbSubnetGroupNotFound(name);
  return row;
}

/** The group a new instance uses: the one named, or `default` over the default VPC, made when first needed. */
export function subnetGroupFor(
  context: OperationContext,
  tables: RdsTables,
  name: string | undefined,
): DbSubnetGroupRow {
  if (name !== undefined && name !== 'default') return findSubnetGroup(tables, name);
  const existing = tables.subnetGroups.get('default');
  if (existing !== undefined) return existing;
  const ec2 = ec2WithDefaults(context);
  const vpc = defaultVpcOf(ec2);
  if (vpc === undefined) throw dbSubnetGroupNotFound('default');
  const row: DbSubnetGroupRow = {
    name: 'default',
    arn: subnetGroupArn(context, 'default'),
    description: 'default',
    ...checkedSubnets(
      context,
      [...ec2.subnets.values()].filter((each) => each.vpcId === vpc.vpcId).map((each) => each.subnetId),
    ),
  };
  tables.subnetGroups.put('default', row);
  return row;
}

export function subnetGroupArn(context: OperationContext, name: string): string {
  return `arn:aws:rds:${context.caller.region}:${context.caller.accountId}:subgrp:${name}`;
}
