import type { ModifyDBClusterMessage, ModifyDBClusterResult } from '@aws-sdk/client-rds';
import { awsManagedKeyArn } from '../../kms/aws-managed-keys.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { changedCredentials } from '../credentials.ts';
import { describeDbCluster, findDbCluster } from '../db-clusters.ts';
import { resolveEngineVersion } from '../engine-versions.ts';
import { invalidDbClusterState, invalidParameterCombination } from '../errors.ts';
import { checkedMasterPassword } from '../master-credentials.ts';
import { checkedClusterRetention } from '../new-db-cluster.ts';
import { clusterParameterGroupFor, parameterGroupFor } from '../parameter-groups.ts';
import { membersOf } from '../replication.ts';
import { changedSecurityGroups } from '../security-groups.ts';
import { checkedClass } from '../instance-classes.ts';
import { checkedPort } from '../settings.ts';
import { type DbClusterRow, type PendingClusterChanges, rdsTablesOf } from '../store.ts';

/**
 * Version, password and IAM authentication wait for the maintenance window unless applied immediately; the rest takes effect at
 * once. Port, security groups, version and class are those of the instances too.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
 */
export const modifyDbCluster = operation<ModifyDBClusterMessage, ModifyDBClusterResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbCluster(tables, input.DBClusterIdentifier);
    if (row.observed.status !== 'available') {
      throw invalidDbClusterState(`DB cluster ${row.identifier} is not in available state.`);
    }
    if (input.NewDBClusterIdentifier !== undefined) {
      throw invalidParameterCombination('Neargate does not rename DB clusters.');
    }
    const asked = pendingChanges(row, input);
    const immediately = input.ApplyImmediately === true;
    const applied: PendingClusterChanges = immediately ? { ...row.pending, ...asked } : {};
    const engineVersion = applied.engineVersion ?? row.engineVersion;
    const { masterUserPassword: password } = applied;
    const securityGroupIds = input.VpcSecurityGroupIds ?? [];
    const changed: DbClusterRow = {
      ...row,
      ...changedCredentials(context, { kind: 'cluster', identifier: row.identifier }, row, {
        ...input,
        // A password that RDS is to keep no longer takes effect at once: there is no other one.
        MasterUserPassword:
          input.ManageMasterUserPassword === undefined ? password : input.MasterUserPassword,
      }),
      engineVersion,
      iamDatabaseAuthentication: applied.iamDatabaseAuthentication ?? row.iamDatabaseAuthentication,
      pending: immediately ? {} : { ...row.pending, ...asked },
      port: input.Port === undefined ? row.port : checkedPort(input.Port),
      securityGroupIds: securityGroupIds.length === 0 ? row.securityGroupIds : securityGroupIds,
      parameterGroupName:
        input.DBClusterParameterGroupName === undefined
          ? row.parameterGroupName
          : clusterParameterGroupFor(
              context,
              tables,
              { engine: row.engine, engineVersion },
              input.DBClusterParameterGroupName,
            ),
      backupRetentionDays: checkedClusterRetention(input.BackupRetentionPeriod ?? row.backupRetentionDays),
      preferredBackupWindow: input.PreferredBackupWindow ?? row.preferredBackupWindow,
      preferredMaintenanceWindow:
        input.PreferredMaintenanceWindow?.toLowerCase() ?? row.preferredMaintenanceWindow,
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? row.autoMinorVersionUpgrade,
      deletionProtection: input.DeletionProtection ?? row.deletionProtection,
      copyTagsToSnapshot: input.CopyTagsToSnapshot ?? row.copyTagsToSnapshot,
      enabledLogExports: logExportChange(row, input),
      storageType: input.StorageType ?? row.storageType,
      instances: row.instances && {
        dbInstanceClass:
          input.DBClusterInstanceClass === undefined
            ? row.instances.dbInstanceClass
            : checkedClass(input.DBClusterInstanceClass, row),
        allocatedStorageGib: input.AllocatedStorage ?? row.instances.allocatedStorageGib,
        iops: input.Iops ?? row.instances.iops,
      },
      stored: storedChanges(context, row, input),
    };
    tables.clusters.put(row.identifier, changed);
    for (const member of membersOf(tables, row)) {
      tables.instances.put(member.identifier, {
        ...member,
        engineVersion,
        port: changed.port,
        storageType: changed.storageType,
        backupRetentionDays: changed.backupRetentionDays,
        preferredBackupWindow: changed.preferredBackupWindow,
        iamDatabaseAuthentication: changed.iamDatabaseAuthentication,
        copyTagsToSnapshot: changed.copyTagsToSnapshot,
        ...changed.instances,
        securityGroupIds: changedSecurityGroups(context, member, input.VpcSecurityGroupIds),
        parameterGroupName:
          input.DBInstanceParameterGroupName === undefined
            ? member.parameterGroupName
            : parameterGroupFor(
                context,
                tables,
                { engine: row.engine, engineVersion },
                input.DBInstanceParameterGroupName,
              ),
      });
    }
    return { DBCluster: describeDbCluster(tables, changed) };
  },
});

function pendingChanges(row: DbClusterRow, input: ModifyDBClusterMessage): PendingClusterChanges {
  const engineVersion =
    input.EngineVersion === undefined ? undefined : resolveEngineVersion(input.EngineVersion, row.engine);
  const { EnableIAMDatabaseAuthentication: iam, MasterUserPassword: password } = input;
  const isPasswordPending = password !== undefined && input.ManageMasterUserPassword === undefined;
  return {
    ...(engineVersion === undefined || engineVersion === row.engineVersion ? {} : { engineVersion }),
    ...(iam === undefined || iam === row.iamDatabaseAuthentication ? {} : { iamDatabaseAuthentication: iam }),
    ...(isPasswordPending ? { masterUserPassword: checkedMasterPassword(password) } : {}),
  };
}

function storedChanges(
  context: OperationContext,
  { stored }: DbClusterRow,
  input: ModifyDBClusterMessage,
): DbClusterRow['stored'] {
  const { ServerlessV2ScalingConfiguration: scaling } = input;
  const performanceInsights = input.EnablePerformanceInsights ?? stored.performanceInsights;
  return {
    ...stored,
    httpEndpointEnabled: input.EnableHttpEndpoint ?? stored.httpEndpointEnabled,
    backtrackWindowSeconds: input.BacktrackWindow ?? stored.backtrackWindowSeconds,
    serverlessV2:
      scaling === undefined
        ? stored.serverlessV2
        : {
            minCapacity: scaling.MinCapacity ?? stored.serverlessV2?.minCapacity,
            maxCapacity: scaling.MaxCapacity ?? stored.serverlessV2?.maxCapacity,
            secondsUntilAutoPause:
              scaling.SecondsUntilAutoPause ?? stored.serverlessV2?.secondsUntilAutoPause,
          },
    networkType: input.NetworkType ?? stored.networkType,
    caCertificateIdentifier: input.CACertificateIdentifier ?? stored.caCertificateIdentifier,
    databaseInsightsMode: input.DatabaseInsightsMode ?? stored.databaseInsightsMode,
    monitoringIntervalSeconds: input.MonitoringInterval ?? stored.monitoringIntervalSeconds,
    monitoringRoleArn: input.MonitoringRoleArn ?? stored.monitoringRoleArn,
    performanceInsights,
    performanceInsightsKmsKeyId: performanceInsights
      ? (input.PerformanceInsightsKMSKeyId ??
        stored.performanceInsightsKmsKeyId ??
        awsManagedKeyArn(context, 'rds'))
      : undefined,
    performanceInsightsRetentionDays: performanceInsights
      ? (input.PerformanceInsightsRetentionPeriod ?? stored.performanceInsightsRetentionDays ?? 7)
      : undefined,
  };
}

function logExportChange(row: DbClusterRow, input: ModifyDBClusterMessage): readonly string[] {
  const { EnableLogTypes: added = [], DisableLogTypes: removed = [] } =
    input.CloudwatchLogsExportConfiguration ?? {};
  return [...new Set([...row.enabledLogExports.filter((each) => !removed.includes(each)), ...added])];
}
