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
import { invalidParameterValue } from '../errors.ts';
import { page } from '../paging.ts';
import {
  checkedFamily,
  defaultParameterGroups,
  findParameterGroup,
  parameterGroupArn,
} from '../parameter-groups.ts';
import { type DbParameterGroupRow, type RdsTables, rdsTablesOf } from '../store.ts';
import { putTags } from '../tags.ts';

const named = { DBParameterGroupName: { required: true } } as const;

export const createDbParameterGroup = operation<CreateDBParameterGroupMessage, CreateDBParameterGroupResult>({
  input: { ...named, DBParameterGroupFamily: { required: true }, Description: { required: true } },
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const name = (input.DBParameterGroupName ?? '').toLowerCase();
    if (!/^[a-z](?:[a-z0-9]|-(?!-|$)){0,254}$/.test(name)) {
      throw invalidParameterValue(
        'The parameter DBParameterGroupName is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
      );
    }
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

/** Only what the user has set is known here; the engine's own defaults are not listed. */
export const describeDbParameters = operation<DescribeDBParametersMessage, DBParameterGroupDetails>({
  input: named,
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findParameterGroup(context, tables, input.DBParameterGroupName ?? '');
    const isOther = input.Source !== undefined && input.Source !== 'user';
    const entries = isOther ? [] : Object.entries(row.parameters);
    const { items, marker } = page(entries, ([name]) => name, input);
    return {
      Parameters: items.map(([name, { value, applyMethod }]) => ({
        ParameterName: name,
        ParameterValue: value,
        ApplyMethod: applyMethod,
        Source: 'user',
        IsModifiable: true,
      })),
      Marker: marker,
    };
  },
});

export const modifyDbParameterGroup = operation<ModifyDBParameterGroupMessage, DBParameterGroupNameMessage>({
  input: { ...named, Parameters: { required: true, min: 1 } },
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBParameterGroupName);
    const parameters = { ...row.parameters };
    for (const { ParameterName: name, ParameterValue: value, ApplyMethod } of input.Parameters ?? []) {
      if (name === undefined || value === undefined) {
        throw invalidParameterValue('ParameterName and ParameterValue must be specified for each parameter.');
      }
      parameters[name] = { value, applyMethod: ApplyMethod ?? 'immediate' };
    }
    tables.parameterGroups.put(row.name, { ...row, parameters });
    return { DBParameterGroupName: row.name };
  },
});

export const resetDbParameterGroup = operation<ResetDBParameterGroupMessage, DBParameterGroupNameMessage>({
  input: named,
  handle(context, input) {
    const { tables, row } = changeable(context, input.DBParameterGroupName);
    const names = new Set(input.Parameters?.map((parameter) => parameter.ParameterName));
    const kept = Object.entries(row.parameters).filter(
      ([name]) => input.ResetAllParameters !== true && !names.has(name),
    );
    tables.parameterGroups.put(row.name, { ...row, parameters: Object.fromEntries(kept) });
    return { DBParameterGroupName: row.name };
  },
});

export const deleteDbParameterGroup = operation<DeleteDBParameterGroupMessage, Record<string, never>>({
  input: named,
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
