import type {
  CreateDBInstanceMessage,
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import { keptCredentials } from '../credentials.ts';
import { findDbSnapshot, mustBeAvailable } from '../db-snapshots.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import { invalidParameterCombination, invalidParameterValue, required } from '../errors.ts';
import { newDbInstance } from '../new-db-instance.ts';
import { rdsTablesOf, type SnapshotSettings } from '../store.ts';

/**
 * The new instance begins with the data of the snapshot, master user and password included, and with its settings where the call
 * says no others. Security groups and parameter group are the default ones unless named.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
 */
export const restoreDbInstanceFromDbSnapshot = operation<
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    if (input.DBClusterSnapshotIdentifier !== undefined) {
      throw invalidParameterCombination(
        'Neargate restores an instance from the snapshot of an instance. Restore that of a cluster with RestoreDBClusterFromSnapshot.',
      );
    }
    const snapshot = findDbSnapshot(tables, required(input.DBSnapshotIdentifier, 'DBSnapshotIdentifier'));
    mustBeAvailable(snapshot);
    const { settings } = snapshot;
    if (input.Engine !== undefined && input.Engine !== settings.engine) {
      throw invalidParameterValue(
        `Invalid DB engine: the snapshot is of ${settings.engine}, not ${input.Engine}.`,
      );
    }
    const asked = { ...input, Port: input.Port === 0 ? undefined : input.Port };
    const row = newDbInstance(
      context,
      tables,
      restoredInput(asked, settings),
      (identifier) =>
        keptCredentials(context, { kind: 'instance', identifier }, settings.masterUsername, asked),
      { originBackupId: snapshot.backupId },
    );
    return { DBInstance: describeDbInstance(context, tables, row) };
  },
});

/** What creates an instance with the settings of a snapshot, where no others are asked for. */
export function restoredInput(
  asked: Partial<CreateDBInstanceMessage>,
  settings: SnapshotSettings,
): CreateDBInstanceMessage {
  const storageType = asked.StorageType ?? settings.storageType;
  const isSameStorage = storageType === settings.storageType;
  return {
    ...asked,
    DBInstanceIdentifier: asked.DBInstanceIdentifier,
    DBInstanceClass: asked.DBInstanceClass ?? settings.dbInstanceClass,
    Engine: settings.engine,
    EngineVersion: settings.engineVersion,
    // It has the databases of the snapshot; their owner's name is no argument.
    DBName: settings.dbName,
    AllocatedStorage: asked.AllocatedStorage ?? settings.allocatedStorageGib,
    StorageType: storageType,
    Iops: asked.Iops ?? (isSameStorage ? settings.iops : undefined),
    StorageThroughput: asked.StorageThroughput ?? (isSameStorage ? settings.storageThroughput : undefined),
    StorageEncrypted: settings.storageEncrypted,
    KmsKeyId: settings.kmsKeyId,
    Port: asked.Port ?? settings.port,
    MultiAZ: asked.MultiAZ ?? false,
    OptionGroupName: asked.OptionGroupName ?? settings.optionGroupName,
    EnableIAMDatabaseAuthentication:
      asked.EnableIAMDatabaseAuthentication ?? settings.iamDatabaseAuthentication,
  };
}
