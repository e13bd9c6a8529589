import type {
  CreateDBInstanceReadReplicaMessage,
  CreateDBInstanceReadReplicaResult,
  PromoteReadReplicaMessage,
  PromoteReadReplicaResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import { keptCredentials } from '../credentials.ts';
import { findDbInstance } from '../db-instances.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import {
  invalidDbInstanceState,
  invalidParameterCombination,
  invalidParameterValue,
  required,
} from '../errors.ts';
import { newDbInstance } from '../new-db-instance.ts';
import { withoutSource } from '../replication.ts';
import { checkedRetention } from '../settings.ts';
import { type DbInstanceRow, rdsTablesOf } from '../store.ts';

/**
 * A copy of a running instance that follows it. Class, storage, port, parameter and subnet group are the source's unless named.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
 */
export const createDbInstanceReadReplica = operation<
  CreateDBInstanceReadReplicaMessage,
  CreateDBInstanceReadReplicaResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    if (input.SourceDBClusterIdentifier !== undefined) {
      throw invalidParameterValue('Neargate makes no read replicas of DB clusters.');
    }
    const given = required(input.SourceDBInstanceIdentifier, 'SourceDBInstanceIdentifier');
    const [, region = context.caller.region] = /^arn:[^:]+:rds:([^:]*):/.exec(given) ?? [];
    if (region !== context.caller.region) {
      throw invalidParameterValue(`Neargate does not replicate from another region (${region}).`);
    }
    const source = findDbInstance(tables, given);
    mustBeFitToReplicate(source);
    const row = newDbInstance(
      context,
      tables,
      {
        ...input,
        DBInstanceIdentifier: input.DBInstanceIdentifier,
        DBInstanceClass: input.DBInstanceClass ?? source.dbInstanceClass,
        Engine: source.engine,
        EngineVersion: source.engineVersion,
        DBName: source.dbName,
        AllocatedStorage: input.AllocatedStorage ?? source.allocatedStorageGib,
        StorageType: input.StorageType ?? source.storageType,
        Iops: input.Iops ?? (input.StorageType === undefined ? source.iops : undefined),
        StorageThroughput:
          input.StorageThroughput ?? (input.StorageType === undefined ? source.storageThroughput : undefined),
        MaxAllocatedStorage: input.MaxAllocatedStorage ?? source.maxAllocatedStorageGib,
        StorageEncrypted: source.storageEncrypted,
        KmsKeyId: source.storageEncrypted ? (input.KmsKeyId ?? source.kmsKeyId) : undefined,
        Port: input.Port ?? source.port,
        BackupRetentionPeriod: 0,
        PreferredBackupWindow: source.preferredBackupWindow,
        DBSubnetGroupName: input.DBSubnetGroupName ?? source.subnetGroupName,
        DBParameterGroupName: input.DBParameterGroupName ?? source.parameterGroupName,
        OptionGroupName: input.OptionGroupName ?? source.optionGroupName,
        AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? source.autoMinorVersionUpgrade,
      },
      (identifier) => keptCredentials(context, { kind: 'instance', identifier }, source.masterUsername, {}),
      { readReplicaSourceIdentifier: source.identifier },
    );
    return { DBInstance: describeDbInstance(context, tables, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html */
export const promoteReadReplica = operation<PromoteReadReplicaMessage, PromoteReadReplicaResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbInstance(tables, input.DBInstanceIdentifier);
    if (row.readReplicaSourceIdentifier === undefined) {
      throw invalidDbInstanceState(`DB Instance ${row.identifier} is not a read replica.`);
    }
    if (row.observed.status !== 'available') {
      throw invalidDbInstanceState(`Instance ${row.identifier} is not in available state.`);
    }
    const changed: DbInstanceRow = {
      ...withoutSource(row),
      backupRetentionDays: checkedRetention(input.BackupRetentionPeriod ?? 1),
      preferredBackupWindow: input.PreferredBackupWindow ?? row.preferredBackupWindow,
    };
    tables.instances.put(row.identifier, changed);
    return { DBInstance: describeDbInstance(context, tables, changed) };
  },
});

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html; for passwords in secrets
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
function mustBeFitToReplicate(source: DbInstanceRow): void {
  if (source.clusterIdentifier !== undefined) {
    throw invalidDbInstanceState(
      `Neargate makes no read replicas of ${source.identifier}, a member of the DB cluster ${source.clusterIdentifier}: add a reader to the cluster.`,
    );
  }
  if (source.observed.status !== 'available' && source.observed.status !== 'backing-up') {
    throw invalidDbInstanceState(`Instance ${source.identifier} is not in available state.`);
  }
  if (source.backupRetentionDays === 0) {
    throw invalidDbInstanceState(
      'Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.',
    );
  }
  if (source.masterUserSecret !== undefined) {
    throw invalidParameterCombination(
      `A read replica cannot be created of ${source.identifier}, whose master password is managed in AWS Secrets Manager.`,
    );
  }
}
