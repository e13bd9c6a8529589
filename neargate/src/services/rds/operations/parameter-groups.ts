import type {
  CreateDBParameterGroupMessage,
  CreateDBParameterGroupResult,
  DBParameterGroup,
  DBParameterGroupDetails,
  DBParameterGroupNameMessage,
  DBParameterGroupsMessage,
  DeleteDBParameterGroupMessage,
  DescribeDBParameterGroupsMessage,
  DescribeDBParametersMessage,
  ModifyDBParameterGroupMessage,
  ResetDBParameterGroupMessage,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { page } from '../paging.ts';
import {
  checkedFamily,
  checkedGroupName,
  defaultParameterGroups,
  describeParameters,
  findParameterGroup,
  parameterGroupArn,
  withoutParameters,
  withParameters,
} from '../parameter-groups.ts';
import { type DbParameterGroupRow, type RdsTables, rdsTablesOf } from '../store.ts';
import { putTags } from '../tags.ts';

export const createDbParameterGroup = operation<CreateDBParameterGroupMessage, CreateDBParameterGroupResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const name = checkedGroupName(input.DBParameterGroupName ?? '', 'DBParameterGroupName');
    if (tables.parameterGroups.has(name)) {
      throw new AwsError('DBParameterGroupAlreadyExists', `Parameter group ${name} already exists`);
    }
    const row: DbParameterGroupRow = {
      name,
      arn: parameterGroupArn(context, name),
      family: checkedFamily(input.DBParameterGroupFamily ?? ''),
      description: input.Description ?? '',
      parameters: {},
    };
    tables.parameterGroups.put(name, row);
    putTags(tables, row.arn, input.Tags);
    return { DBParameterGroup: describeGroup(row) };
  },
});

export const describeDbParameterGroups = operation<
  DescribeDBParameterGroupsMessage,
  DBParameterGroupsMessage
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBParameterGroupName === undefined
        ? [...defaultParameterGroups(context), ...tables.parameterGroups.values()]
        : [findParameterGroup(context, tables, input.DBParameterGroupName)];
    const { items, marker } = page(asked, (row) => row.name, input);
    return { DBParameterGroups: items.map(describeGroup), Marker: marker };
  },
});

export const describeDbParameters = operation<DescribeDBParametersMessage, DBParameterGroupDetails>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findParameterGroup(context, tables, input.DBParameterGroupName ?? '');
    const found = describeParameters(row, input.Source);
    const { items, marker } = page(found, ({ ParameterName }) => ParameterName, input);
    return { Parameters: items, Marker: marker };
  },
});

export const modifyDbParameterGroup = operation<ModifyDBParameterGroupMessage, DBParameterGroupNameMessage>({
  input: { Parameters: { min: 1 } },
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBParameterGroupName);
    tables.parameterGroups.put(row.name, withParameters(row, input.Parameters));
    return { DBParameterGroupName: row.name };
  },
});

export const resetDbParameterGroup = operation<ResetDBParameterGroupMessage, DBParameterGroupNameMessage>({
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBParameterGroupName);
    tables.parameterGroups.put(row.name, withoutParameters(row, input));
    return { DBParameterGroupName: row.name };
  },
});

export const deleteDbParameterGroup = operation<DeleteDBParameterGroupMessage, Record<string, never>>({
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBParameterGroupName);
    if ([...tables.instances.values()].some((each) => each.parameterGroupName === row.name)) {
      throw new AwsError(
        'InvalidDBParameterGroupState',
        'One or more database instances are still members of this parameter group, so the group cannot be deleted.',
      );
    }
    tables.parameterGroups.delete(row.name);
    tables.tags.delete(row.arn);
    return {};
  },
});

function changeable(
  context: OperationContext,
  name: string | undefined,
): { tables: RdsTables; row: DbParameterGroupRow } {
  const tables = rdsTablesOf(context);
  const row = findParameterGroup(context, tables, name ?? '');
  if (row.name.startsWith('default.')) {
    throw new AwsError(
      'InvalidDBParameterGroupState',
      `The DB parameter group ${row.name} cannot be changed: it is a default parameter group.`,
    );
  }
  return { tables, row };
}

function describeGroup(row: DbParameterGroupRow): DBParameterGroup {
  return {
    DBParameterGroupName: row.name,
    DBParameterGroupArn: row.arn,
    DBParameterGroupFamily: row.family,
    Description: row.description,
  };
}
