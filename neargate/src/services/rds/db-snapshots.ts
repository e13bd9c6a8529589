import type { DBSnapshot, Tag } from '@aws-sdk/client-rds';
import type { OperationContext } from '../context.ts';
import {
  dbSnapshotAlreadyExists,
  dbSnapshotNotFound,
  invalidDbSnapshotState,
  invalidParameterValue,
} from './errors.ts';
import {
  type DbInstanceRow,
  type DbSnapshotRow,
  type RdsTables,
  rdsTablesOf,
  type SnapshotSettings,
} from './store.ts';
import { describeTags, putTags } from './tags.ts';

/**
 * Adds a snapshot of the instance. It is `creating` until the instance's controller has copied the data.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html
 */
export function newDbSnapshot(
  context: OperationContext,
  tables: RdsTables,
  instance: DbInstanceRow,
  { identifier, tags = [] }: { identifier: string; tags?: readonly Tag[] | undefined },
): DbSnapshotRow {
  const row: DbSnapshotRow = {
    ...snapshotNames(context, tables, identifier),
    ...takenOf(context, tables, instance),
  };
  tables.snapshots.put(row.identifier, row);
  putTags(tables, row.arn, [
    ...(instance.copyTagsToSnapshot ? describeTags(tables, instance.arn) : []),
    ...tags,
  ]);
  return row;
}

/**
 * Adds an automated backup, as RDS takes one every day. For the instance's controller.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
 */
export function newAutomatedSnapshot(context: OperationContext, instance: DbInstanceRow): void {
  const tables = rdsTablesOf(context);
  const minute = new Date(context.clock.now()).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-');
  const identifier = `rds:${instance.identifier}-${minute}`;
  if (tables.snapshots.has(identifier)) return;
  tables.snapshots.put(identifier, {
    ...namesOf(context, identifier),
    ...takenOf(context, tables, instance),
    type: 'automated',
  });
}

export function automatedSnapshotsOf(
  tables: RdsTables,
  { resourceId }: Pick<DbInstanceRow, 'resourceId'>,
): readonly DbSnapshotRow[] {
  return [...tables.snapshots.values()].filter(
    ({ type, instanceResourceId, desired }) =>
      type === 'automated' && instanceResourceId === resourceId && desired === 'present',
  );
}

/** Whether an instance that has not run yet is to begin with what is kept of this one. */
export function isBeingRestored(
  tables: RdsTables,
  { resourceId }: Pick<DbInstanceRow, 'resourceId'>,
): boolean {
  return [...tables.instances.values()].some(
    ({ originRecovery, desired, observed }) =>
      originRecovery?.archiveOf === resourceId &&
      observed.startedAtMs === undefined &&
      desired.state !== 'deleted',
  );
}

export function discardSnapshot(tables: RdsTables, row: DbSnapshotRow): void {
  tables.snapshots.put(row.identifier, {
    ...row,
    desired: 'deleted',
    observed: { ...row.observed, status: 'deleting' },
  });
}

function takenOf(
  context: OperationContext,
  tables: RdsTables,
  instance: DbInstanceRow,
): Omit<DbSnapshotRow, 'identifier' | 'arn' | 'backupId'> {
  return {
    type: 'manual',
    instanceIdentifier: instance.identifier,
    instanceResourceId: instance.resourceId,
    instanceCreatedAtMs: instance.createdAtMs,
    vpcId: tables.subnetGroups.get(instance.subnetGroupName)?.vpcId ?? '',
    settings: snapshotSettingsOf(instance),
    createdAtMs: context.clock.now(),
    sharedWith: [],
    desired: 'present',
    observed: { status: 'creating' },
  };
}

/** The names of a new snapshot and its data, unless it is there already. */
export function snapshotNames(
  context: OperationContext,
  tables: RdsTables,
  given: string,
): Pick<DbSnapshotRow, 'identifier' | 'arn' | 'backupId'> {
  const identifier = checkedSnapshotIdentifier(given, 'DBSnapshotIdentifier');
  if (tables.snapshots.has(identifier)) throw dbSnapshotAlreadyExists(identifier);
  return namesOf(context, identifier);
}

function namesOf(
  context: OperationContext,
  identifier: string,
): Pick<DbSnapshotRow, 'identifier' | 'arn' | 'backupId'> {
  const { region, accountId } = context.caller;
  return {
    identifier,
    arn: `arn:aws:rds:${region}:${accountId}:snapshot:${identifier}`,
    backupId: `snapshot-${context.ids.hex(16)}`,
  };
}

export function checkedSnapshotIdentifier(identifier: string, member: string): string {
  const isValid = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/.test(identifier) && identifier.length <= 255;
  if (isValid) return identifier.toLowerCase();
  throw invalidParameterValue(
    `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}

/** By identifier (any case) or ARN; DBSnapshotNotFound otherwise. */
export function findDbSnapshot(tables: RdsTables, identifier: string | undefined): DbSnapshotRow {
  const given = identifier ?? '';
  const name = /^arn:[^:]+:rds:[^:]*:[^:]*:snapshot:(.+)$/.exec(given)?.[1] ?? given;
  const row = tables.snapshots.get(name.toLowerCase());
  if (row === undefined) throw dbSnapshotNotFound(given);
  return row;
}

/** Whether its data are being copied: into another snapshot, or for an instance that has not run yet. */
export function isSnapshotInUse(tables: RdsTables, { backupId }: DbSnapshotRow): boolean {
  return (
    [...tables.snapshots.values()].some(
      ({ copyOf, observed }) => copyOf?.backupId === backupId && observed.status === 'creating',
    ) ||
    [...tables.instances.values()].some(
      ({ originBackupId, desired, observed }) =>
        originBackupId === backupId && observed.startedAtMs === undefined && desired.state !== 'deleted',
    ) ||
    [...tables.clusters.values()].some(
      ({ originBackupId, observed }) => originBackupId === backupId && observed.status === 'creating',
    )
  );
}

export function mustBeAvailable(row: DbSnapshotRow): void {
  if (row.observed.status === 'available') return;
  throw invalidDbSnapshotState(
    `DBSnapshot ${row.identifier} is not in the available state: it is ${row.observed.status}.`,
  );
}

/** Forgets a snapshot whose data are gone. For its controller to call at the end of a deletion. */
export function forgetDbSnapshot(context: OperationContext, identifier: string): void {
  const tables = rdsTablesOf(context);
  const row = tables.snapshots.get(identifier);
  if (row === undefined) return;
  tables.snapshots.delete(identifier);
  tables.tags.delete(row.arn);
}

export function describeDbSnapshot(tables: RdsTables, row: DbSnapshotRow): DBSnapshot {
  const { settings, observed } = row;
  const takenAt = observed.takenAtMs === undefined ? undefined : new Date(observed.takenAtMs);
  return {
    DBSnapshotIdentifier: row.identifier,
    DBSnapshotArn: row.arn,
    DBInstanceIdentifier: row.instanceIdentifier,
    DbiResourceId: row.instanceResourceId,
    SnapshotType: row.type,
    Status: observed.status,
    // How far a copy is cannot be told here.
    PercentProgress: takenAt === undefined ? 0 : 100,
    SnapshotCreateTime: takenAt,
    OriginalSnapshotCreateTime: takenAt,
    SnapshotTarget: 'region',
    SourceDBSnapshotIdentifier: row.copyOf?.arn,
    InstanceCreateTime: new Date(row.instanceCreatedAtMs),
    VpcId: row.vpcId,
    Engine: settings.engine,
    EngineVersion: settings.engineVersion,
    LicenseModel: 'postgresql-license',
    AllocatedStorage: settings.allocatedStorageGib,
    StorageType: settings.storageType,
    StorageThroughput: settings.storageThroughput,
    Iops: settings.iops,
    Port: settings.port,
    AvailabilityZone: settings.availabilityZone,
    MasterUsername: settings.masterUsername,
    OptionGroupName: settings.optionGroupName,
    Encrypted: settings.storageEncrypted,
    KmsKeyId: settings.kmsKeyId,
    IAMDatabaseAuthenticationEnabled: settings.iamDatabaseAuthentication,
    ProcessorFeatures: [],
    DedicatedLogVolume: false,
    MultiTenant: false,
    TagList: describeTags(tables, row.arn),
  };
}

export function snapshotSettingsOf(instance: DbInstanceRow): SnapshotSettings {
  const {
    allocatedStorageGib,
    availabilityZone,
    dbInstanceClass,
    dbName,
    engine,
    engineVersion,
    iamDatabaseAuthentication,
    iops,
    kmsKeyId,
    masterUsername,
    multiAz,
    optionGroupName,
    port,
    storageEncrypted,
    storageThroughput,
    storageType,
  } = instance;
  return {
    allocatedStorageGib,
    availabilityZone,
    dbInstanceClass,
    dbName,
    engine,
    engineVersion,
    iamDatabaseAuthentication,
    iops,
    kmsKeyId,
    masterUsername,
    multiAz,
    optionGroupName,
    port,
    storageEncrypted,
    storageThroughput,
    storageType,
  };
}
