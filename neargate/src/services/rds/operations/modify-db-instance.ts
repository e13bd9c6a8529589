import type { ModifyDBInstanceMessage, ModifyDBInstanceResult } from '@aws-sdk/client-rds';
import type { OperationContext } from '../../context.ts';
import { awsManagedKeyArn } from '../../kms/aws-managed-keys.ts';
import { operation } from '../../operation.ts';
import { changedCredentials } from '../credentials.ts';
import { findDbInstance } from '../db-instances.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import { resolveEngineVersion } from '../engine-versions.ts';
import { invalidDbInstanceState, invalidParameterCombination } from '../errors.ts';
import { parameterGroupFor } from '../parameter-groups.ts';
import { changedSecurityGroups } from '../security-groups.ts';
import { checkedClass } from '../instance-classes.ts';
import { checkedPort, checkedRetention, checkStorage } from '../settings.ts';
import { type DbInstanceRow, type DeferrableSettings, rdsTablesOf } from '../store.ts';

/**
 * Class, storage, version, zones and port wait for the maintenance window unless applied immediately; the rest takes effect at
 * once. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html
 */
export const modifyDbInstance = operation<ModifyDBInstanceMessage, ModifyDBInstanceResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbInstance(tables, input.DBInstanceIdentifier);
    if (row.desired.state === 'deleted' || row.observed.status === 'creating') {
      throw invalidDbInstanceState(`Database instance is not in available state.`);
    }
    if (input.NewDBInstanceIdentifier !== undefined) {
      throw invalidParameterCombination('Neargate does not rename DB instances yet.');
    }
    const deferrable = deferrableChanges(row, input);
    const settings = { ...row, ...deferrable };
    // The storage of an Aurora cluster grows by itself.
    if (row.engine === 'postgres') checkStorage(settings);
    if (settings.allocatedStorageGib < row.allocatedStorageGib) {
      throw invalidParameterCombination(
        `Invalid storage size: it cannot be reduced from ${row.allocatedStorageGib} to ${settings.allocatedStorageGib}.`,
      );
    }
    const immediately = input.ApplyImmediately === true;
    const changed: DbInstanceRow = {
      ...row,
      ...(immediately ? { ...row.pending, ...deferrable } : {}),
      ...credentialChanges(context, row, input),
      pending: immediately ? {} : { ...row.pending, ...deferrable },
      securityGroupIds: changedSecurityGroups(context, row, input.VpcSecurityGroupIds),
      parameterGroupName:
        input.DBParameterGroupName === undefined
          ? row.parameterGroupName
          : parameterGroupFor(context, tables, settings, input.DBParameterGroupName),
      maxAllocatedStorageGib: input.MaxAllocatedStorage ?? row.maxAllocatedStorageGib,
      storageThroughput: input.StorageThroughput ?? row.storageThroughput,
      optionGroupName: input.OptionGroupName ?? row.optionGroupName,
      backupRetentionDays: checkedRetention(input.BackupRetentionPeriod ?? row.backupRetentionDays),
      preferredBackupWindow: input.PreferredBackupWindow ?? row.preferredBackupWindow,
      preferredMaintenanceWindow:
        input.PreferredMaintenanceWindow?.toLowerCase() ?? row.preferredMaintenanceWindow,
      promotionTier:
        row.clusterIdentifier === undefined ? undefined : (input.PromotionTier ?? row.promotionTier),
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? row.autoMinorVersionUpgrade,
      publiclyAccessible: input.PubliclyAccessible ?? row.publiclyAccessible,
      deletionProtection: input.DeletionProtection ?? row.deletionProtection,
      copyTagsToSnapshot: input.CopyTagsToSnapshot ?? row.copyTagsToSnapshot,
      iamDatabaseAuthentication: input.EnableIAMDatabaseAuthentication ?? row.iamDatabaseAuthentication,
      monitoringIntervalSeconds: input.MonitoringInterval ?? row.monitoringIntervalSeconds,
      monitoringRoleArn: input.MonitoringRoleArn ?? row.monitoringRoleArn,
      ...performanceInsightsChange(context, row, input),
      enabledLogExports: logExportChange(row, input),
    };
    tables.instances.put(row.identifier, changed);
    return { DBInstance: describeDbInstance(context, tables, changed) };
  },
});

function deferrableChanges(row: DbInstanceRow, input: ModifyDBInstanceMessage): Partial<DeferrableSettings> {
  const engineVersion =
    input.EngineVersion === undefined ? undefined : resolveEngineVersion(input.EngineVersion, row.engine);
  const asked: { [Key in keyof DeferrableSettings]: DeferrableSettings[Key] | undefined } = {
    dbInstanceClass:
      input.DBInstanceClass &&
      checkedClass(input.DBInstanceClass, {
        engine: row.engine,
        engineVersion: engineVersion ?? row.engineVersion,
      }),
    allocatedStorageGib: input.AllocatedStorage,
    engineVersion,
    multiAz: input.MultiAZ,
    storageType: input.StorageType,
    iops: input.Iops,
    port: input.DBPortNumber === undefined ? undefined : checkedPort(input.DBPortNumber),
    caCertificateIdentifier: input.CACertificateIdentifier,
  };
  const changes = Object.entries(asked).filter(
    ([key, value]) => value !== undefined && value !== row[key as keyof DeferrableSettings],
  );
  return Object.fromEntries(changes) as Partial<DeferrableSettings>;
}

function credentialChanges(
  context: OperationContext,
  row: DbInstanceRow,
  input: ModifyDBInstanceMessage,
): Partial<DbInstanceRow> {
  const isAskedFor = input.MasterUserPassword !== undefined || input.ManageMasterUserPassword === true;
  if (isAskedFor && row.readReplicaSourceIdentifier !== undefined) {
    throw invalidParameterCombination(
      `The master password of ${row.identifier} is that of its source: a read replica has none of its own.`,
    );
  }
  if (isAskedFor && row.clusterIdentifier !== undefined) {
    throw invalidParameterCombination(
      'The specified DB Instance is a member of a cluster. Modify the database master user password for the DB Cluster using the ModifyDbCluster API',
    );
  }
  return changedCredentials(context, { kind: 'instance', identifier: row.identifier }, row, input);
}

function performanceInsightsChange(
  context: OperationContext,
  row: DbInstanceRow,
  input: ModifyDBInstanceMessage,
): Partial<DbInstanceRow> {
  const performanceInsights = input.EnablePerformanceInsights ?? row.performanceInsights;
  return {
    performanceInsights,
    performanceInsightsKmsKeyId: performanceInsights
      ? (input.PerformanceInsightsKMSKeyId ??
        row.performanceInsightsKmsKeyId ??
        awsManagedKeyArn(context, 'rds'))
      : undefined,
    performanceInsightsRetentionDays: performanceInsights
      ? (input.PerformanceInsightsRetentionPeriod ?? row.performanceInsightsRetentionDays ?? 7)
      : undefined,
  };
}

function logExportChange(row: DbInstanceRow, input: ModifyDBInstanceMessage): readonly string[] {
  const { EnableLogTypes: added = [], DisableLogTypes: removed = [] } =
    input.CloudwatchLogsExportConfiguration ?? {};
  return [...new Set([...row.enabledLogExports.filter((each) => !removed.includes(each)), ...added])];
}
