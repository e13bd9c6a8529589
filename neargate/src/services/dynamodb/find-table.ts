import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { tableNotFound } from './errors.ts';
import { dynamodbTablesOf, type TableRow } from './store.ts';

/** By name or ARN. @throws AwsError ResourceNotFoundException */
export function findTable(context: OperationContext, nameOrArn = ''): TableRow {
  const name = parseArn(nameOrArn)?.resource.replace(/^table\//, '') ?? nameOrArn;
  const row = dynamodbTablesOf(context).get(name);
  if (row === undefined) throw tableNotFound(name);
  return row;
}
