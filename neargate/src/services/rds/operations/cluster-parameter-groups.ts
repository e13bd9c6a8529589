import type {
  CreateDBClusterParameterGroupMessage,
  CreateDBClusterParameterGroupResult,
  DBClusterParameterGroup,
  DBClusterParameterGroupDetails,
  DBClusterParameterGroupNameMessage,
  DBClusterParameterGroupsMessage,
  DeleteDBClusterParameterGroupMessage,
  DescribeDBClusterParameterGroupsMessage,
  DescribeDBClusterParametersMessage,
  ModifyDBClusterParameterGroupMessage,
  ResetDBClusterParameterGroupMessage,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { page } from '../paging.ts';
import {
  checkedFamily,
  checkedGroupName,
  defaultClusterParameterGroups,
  describeParameters,
  findClusterParameterGroup,
  clusterParameterGroupArn,
  withoutParameters,
  withParameters,
} from '../parameter-groups.ts';
import { type DbParameterGroupRow, type RdsTables, rdsTablesOf } from '../store.ts';
import { putTags } from '../tags.ts';

export const createDbClusterParameterGroup = operation<
  CreateDBClusterParameterGroupMessage,
  CreateDBClusterParameterGroupResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const name = checkedGroupName(input.DBClusterParameterGroupName ?? '', 'DBClusterParameterGroupName');
    if (tables.clusterParameterGroups.has(name)) {
      throw new AwsError('DBParameterGroupAlreadyExists', `Parameter group ${name} already exists`);
    }
    const row: DbParameterGroupRow = {
      name,
      arn: clusterParameterGroupArn(context, name),
      family: checkedFamily(input.DBParameterGroupFamily ?? ''),
      description: input.Description ?? '',
      parameters: {},
    };
    tables.clusterParameterGroups.put(name, row);
    putTags(tables, row.arn, input.Tags);
    return { DBClusterParameterGroup: describeGroup(row) };
  },
});

export const describeDbClusterParameterGroups = operation<
  DescribeDBClusterParameterGroupsMessage,
  DBClusterParameterGroupsMessage
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBClusterParameterGroupName === undefined
        ? [...defaultClusterParameterGroups(context), ...tables.clusterParameterGroups.values()]
        : [findClusterParameterGroup(context, tables, input.DBClusterParameterGroupName)];
    const { items, marker } = page(asked, (row) => row.name, input);
    return { DBClusterParameterGroups: items.map(describeGroup), Marker: marker };
  },
});

export const describeDbClusterParameters = operation<
  DescribeDBClusterParametersMessage,
  DBClusterParameterGroupDetails
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findClusterParameterGroup(context, tables, input.DBClusterParameterGroupName ?? '');
    const found = describeParameters(row, input.Source);
    const { items, marker } = page(found, ({ ParameterName }) => ParameterName, input);
    return { Parameters: items, Marker: marker };
  },
});

export const modifyDbClusterParameterGroup = operation<
  ModifyDBClusterParameterGroupMessage,
  DBClusterParameterGroupNameMessage
>({
  input: { Parameters: { min: 1 } },
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBClusterParameterGroupName);
    tables.clusterParameterGroups.put(row.name, withParameters(row, input.Parameters));
    return { DBClusterParameterGroupName: row.name };
  },
});

export const resetDbClusterParameterGroup = operation<
  ResetDBClusterParameterGroupMessage,
  DBClusterParameterGroupNameMessage
>({
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBClusterParameterGroupName);
    tables.clusterParameterGroups.put(row.name, withoutParameters(row, input));
    return { DBClusterParameterGroupName: row.name };
  },
});

export const deleteDbClusterParameterGroup = operation<
  DeleteDBClusterParameterGroupMessage,
  Record<string, never>
>({
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBClusterParameterGroupName);
    if ([...tables.clusters.values()].some((each) => each.parameterGroupName === row.name)) {
      throw new AwsError(
        'InvalidDBParameterGroupState',
        'One or more DB clusters are still members of this parameter group, so the group cannot be deleted.',
      );
    }
    tables.clusterParameterGroups.delete(row.name);
    tables.tags.delete(row.arn);
    return {};
  },
});

function changeable(
  context: OperationContext,
  name: string | undefined,
): { tables: RdsTables; row: DbParameterGroupRow } {
  const tables = rdsTablesOf(context);
  const row = findClusterParameterGroup(context, tables, name ?? '');
  if (row.name.startsWith('default.')) {
    throw new AwsError(
      'InvalidDBParameterGroupState',
      `The DB parameter group ${row.name} cannot be changed: it is a default parameter group.`,
    );
  }
  return { tables, row };
}

function describeGroup(row: DbParameterGroupRow): DBClusterParameterGroup {
  return {
    DBClusterParameterGroupName: row.name,
    DBClusterParameterGroupArn: row.arn,
    DBParameterGroupFamily: row.family,
    Description: row.description,
  };
}
