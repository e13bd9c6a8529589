import type {
  CreateDBSubnetGroupMessage,
  CreateDBSubnetGroupResult,
  DBSubnetGroupMessage,
  DeleteDBSubnetGroupMessage,
  DescribeDBSubnetGroupsMessage,
  ModifyDBSubnetGroupMessage,
  ModifyDBSubnetGroupResult,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { describeDbSubnetGroup } from '../describe-db-instance.ts';
import { invalidParameterValue } from '../errors.ts';
import { page } from '../paging.ts';
import { type DbSubnetGroupRow, rdsTablesOf } from '../store.ts';
import { checkedSubnets, findSubnetGroup, subnetGroupArn } from '../subnet-groups.ts';
import { putTags } from '../tags.ts';

export const createDbSubnetGroup = operation<CreateDBSubnetGroupMessage, CreateDBSubnetGroupResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const name = checkedName(input.DBSubnetGroupName ?? '');
    if (tables.subnetGroups.has(name)) {
      throw new AwsError('DBSubnetGroupAlreadyExists', `The DB subnet group '${name}' already exists.`);
    }
    const row: DbSubnetGroupRow = {
      name,
      arn: subnetGroupArn(context, name),
      description: input.DBSubnetGroupDescription ?? '',
      ...checkedSubnets(context, input.SubnetIds ?? []),
    };
    tables.subnetGroups.put(name, row);
    putTags(tables, row.arn, input.Tags);
    return { DBSubnetGroup: describeDbSubnetGroup(context, row) };
  },
});

export const describeDbSubnetGroups = operation<DescribeDBSubnetGroupsMessage, DBSubnetGroupMessage>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBSubnetGroupName === undefined
        ? [...tables.subnetGroups.values()]
        : [findSubnetGroup(tables, input.DBSubnetGroupName)];
    const { items, marker } = page(asked, (row) => row.name, input);
    return { DBSubnetGroups: items.map((row) => describeDbSubnetGroup(context, row)), Marker: marker };
  },
});

export const modifyDbSubnetGroup = operation<ModifyDBSubnetGroupMessage, ModifyDBSubnetGroupResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findSubnetGroup(tables, input.DBSubnetGroupName ?? '');
    const places = checkedSubnets(context, input.SubnetIds ?? []);
    if (places.vpcId !== row.vpcId) {
      throw new AwsError('InvalidSubnet', 'The new subnets must be in the VPC of the DB subnet group.');
    }
    const changed = {
      ...row,
      ...places,
      description: input.DBSubnetGroupDescription ?? row.description,
    };
    tables.subnetGroups.put(row.name, changed);
    return { DBSubnetGroup: describeDbSubnetGroup(context, changed) };
  },
});

export const deleteDbSubnetGroup = operation<DeleteDBSubnetGroupMessage, Record<string, never>>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findSubnetGroup(tables, input.DBSubnetGroupName ?? '');
    const users = [...tables.instances.values(), ...tables.clusters.values()].filter(
      (each) => each.subnetGroupName === row.name,
    );
    if (users.length > 0) {
      throw new AwsError(
        'InvalidDBSubnetGroupStateFault',
        `Cannot delete the subnet group '${row.name}' because at least one database instance: ${users[0]?.identifier ?? ''} is still using it.`,
      );
    }
    tables.subnetGroups.delete(row.name);
    tables.tags.delete(row.arn);
    return {};
  },
});

function checkedName(name: string): string {
  const lower = name.toLowerCase();
  if (lower !== 'default' && /^[a-z0-9][a-z0-9 ._-]{0,254}$/.test(lower)) return lower;
  throw invalidParameterValue(`The parameter DBSubnetGroupName is not a valid name: ${name}`);
}
