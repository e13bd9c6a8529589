import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { tableInChange, tableNotFound } from './errors.ts';
import { dynamodbTablesOf, type TableRow } from './store.ts';

/** By name or ARN. @throws AwsError ResourceNotFoundException */
export function findTable(context: OperationContext, nameOrArn = ''): TableRow {
  const name = parseArn(nameOrArn)?.resource.replace(/^table\//, '') ?? nameOrArn;
  const row = dynamodbTablesOf(context).get(name);
  if (row === undefined) throw tableNotFound(name);
  return row;
}

const underWay = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' } as const;

/** One that nothing else is being done to. @throws AwsError ResourceNotFoundException, ResourceInUseException */
export function findActiveTable(context: OperationContext, nameOrArn: string | undefined): TableRow {
  const row = findTable(context, nameOrArn);
  const { status } = row.observed;
  if (status !== 'ACTIVE') throw tableInChange(row.name, underWay[status]);
  return row;
}
