import type { OperationContext } from '../context.ts';
import { ec2TablesOf } from '../ec2/store.ts';
import { releaseNetworkInterface } from '../ec2/network-interfaces.ts';
import { deleteManagedSecret } from '../secretsmanager/managed-secret.ts';
import { dbInstanceNotFound } from './errors.ts';
import { clusterOf, successorOf } from './replication.ts';
import { type DbInstanceRow, type RdsTables, rdsTablesOf } from './store.ts';

/**
 * Forgets a DB instance whose server is gone: its row, tags, network interface and managed secret. For the database controller
 * to call at the end of a deletion.
 */
export function forgetDbInstance(context: OperationContext, identifier: string): void {
  const tables = rdsTablesOf(context);
  const row = tables.instances.get(identifier);
  if (row === undefined) return;
  releaseNetworkInterface(ec2TablesOf(context), row.networkInterfaceId);
  if (row.masterUserSecret !== undefined) deleteManagedSecret(context, row.masterUserSecret.arn);
  tables.instances.delete(identifier);
  const cluster = clusterOf(tables, row);
  if (cluster?.writerIdentifier === identifier) {
    const writerIdentifier = successorOf(tables, cluster, row)?.identifier;
    tables.clusters.put(cluster.identifier, { ...cluster, writerIdentifier });
  }
  tables.tags.delete(row.arn);
}

/** By identifier (any case) or ARN; DBInstanceNotFound otherwise. */
export function findDbInstance(tables: RdsTables, identifier: string | undefined): DbInstanceRow {
  const given = identifier ?? '';
  const name = /^arn:[^:]+:rds:[^:]*:[^:]*:db:(.+)$/.exec(given)?.[1] ?? given;
  const row = tables.instances.get(name.toLowerCase());
  if (row === undefined) throw dbInstanceNotFound(given);
  return row;
}
