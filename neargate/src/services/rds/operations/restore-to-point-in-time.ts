import type {
  RestoreDBInstanceToPointInTimeMessage,
  RestoreDBInstanceToPointInTimeResult,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { keptCredentials } from '../credentials.ts';
import { findDbInstance } from '../db-instances.ts';
import { automatedSnapshotsOf, snapshotSettingsOf } from '../db-snapshots.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import { dbInstanceNotFound, invalidParameterCombination, invalidParameterValue } from '../errors.ts';
import { newDbInstance } from '../new-db-instance.ts';
import { keepsBackups } from '../replication.ts';
import { type DbInstanceRow, type RdsTables, rdsTablesOf } from '../store.ts';
import { restoredInput } from './restore-db-instance.ts';

/**
 * The new instance begins with the last automated backup before the time, and follows the source's archived log up to it. Settings are
 * the source's where the call says no others.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html
 */
export const restoreDbInstanceToPointInTime = operation<
  RestoreDBInstanceToPointInTimeMessage,
  RestoreDBInstanceToPointInTimeResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const source = sourceOf(tables, input);
    const origin = originAt(tables, source, input);
    const { MasterUserSecretKmsKeyId, ManageMasterUserPassword } = input;
    const row = newDbInstance(
      context,
      tables,
      restoredInput(
        { ...input, DBInstanceIdentifier: input.TargetDBInstanceIdentifier },
        snapshotSettingsOf(source),
      ),
      (identifier) =>
        keptCredentials(context, { kind: 'instance', identifier }, source.masterUsername, {
          ManageMasterUserPassword,
          MasterUserSecretKmsKeyId,
        }),
      origin,
    );
    return { DBInstance: describeDbInstance(context, tables, row) };
  },
});

function sourceOf(tables: RdsTables, input: RestoreDBInstanceToPointInTimeMessage): DbInstanceRow {
  const { SourceDBInstanceAutomatedBackupsArn: backups, SourceDbiResourceId: resourceId } = input;
  if (backups !== undefined) {
    throw new AwsError(
      'DBInstanceAutomatedBackupNotFound',
      `DBInstanceAutomatedBackup ${backups} not found: Neargate keeps automated backups with their DB instances only.`,
      { status: 404 },
    );
  }
  if (resourceId === undefined) return findDbInstance(tables, input.SourceDBInstanceIdentifier);
  const found = [...tables.instances.values()].find((row) => row.resourceId === resourceId);
  if (found === undefined) throw dbInstanceNotFound(resourceId);
  return found;
}

function originAt(
  tables: RdsTables,
  source: DbInstanceRow,
  { RestoreTime: time, UseLatestRestorableTime: latest = false }: RestoreDBInstanceToPointInTimeMessage,
): Pick<DbInstanceRow, 'originBackupId' | 'originRecovery'> {
  if (latest === (time !== undefined)) {
    throw invalidParameterCombination('Either RestoreTime or UseLatestRestorableTime must be specified.');
  }
  if (!keepsBackups(source)) {
    throw new AwsError(
      'PointInTimeRestoreNotEnabled',
      `Point in time restore is not enabled for DB instance ${source.identifier}: it has no automated backups.`,
    );
  }
  const { restorable } = source.observed;
  const atMs = time?.getTime() ?? restorable?.untilMs ?? 0;
  const base = automatedSnapshotsOf(tables, source).findLast(
    ({ observed }) => observed.status === 'available' && (observed.takenAtMs ?? Infinity) <= atMs,
  );
  if (restorable === undefined || atMs > restorable.untilMs || base === undefined) {
    const until =
      restorable === undefined ? 'not yet' : `up to ${new Date(restorable.untilMs).toISOString()}`;
    throw invalidParameterValue(
      `DB instance ${source.identifier} cannot be restored to that time: it can be ${until}, from its first automated backup on.`,
    );
  }
  const { mark } = restorable;
  return {
    originBackupId: base.backupId,
    originRecovery: {
      archiveOf: source.resourceId,
      // Since the mark nothing was committed: there is nothing later in the log that a time could be found by.
      until: atMs >= mark.atMs ? { position: mark.position } : { timeMs: atMs },
    },
  };
}
