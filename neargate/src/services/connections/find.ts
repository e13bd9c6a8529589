import type { OperationContext } from '../context.ts';
import { resourceNotFound } from './errors.ts';
import { type ConnectionRow, connectionsTablesOf, type HostRow } from './store.ts';

/** @throws AwsError ResourceNotFoundException */
export function findConnection(context: OperationContext, arn = ''): ConnectionRow {
  const row = connectionsTablesOf(context).connections.get(arn);
  if (row === undefined) throw resourceNotFound('Connection', arn);
  return row;
}

/** @throws AwsError ResourceNotFoundException */
export function findHost(context: OperationContext, arn = ''): HostRow {
  const row = connectionsTablesOf(context).hosts.get(arn);
  if (row === undefined) throw resourceNotFound('Host', arn);
  return row;
}
