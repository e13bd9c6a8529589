import type {
  CopyDBSnapshotMessage,
  CopyDBSnapshotResult,
  CreateDBSnapshotMessage,
  CreateDBSnapshotResult,
  DBSnapshotMessage,
  DeleteDBSnapshotMessage,
  DeleteDBSnapshotResult,
  DescribeDBSnapshotAttributesMessage,
  DescribeDBSnapshotAttributesResult,
  DescribeDBSnapshotsMessage,
  ModifyDBSnapshotAttributeMessage,
  ModifyDBSnapshotAttributeResult,
  ModifyDBSnapshotMessage,
  ModifyDBSnapshotResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import { findDbInstance } from '../db-instances.ts';
import {
  describeDbSnapshot,
  findDbSnapshot,
  isSnapshotInUse,
  mustBeAvailable,
  newDbSnapshot,
  snapshotNames,
} from '../db-snapshots.ts';
import { resolveEngineVersion } from '../engine-versions.ts';
import {
  dbSnapshotNotFound,
  invalidDbInstanceState,
  invalidDbSnapshotState,
  invalidParameterCombination,
  invalidParameterValue,
} from '../errors.ts';
import { asFilter, filtered, type FilterValues } from '../filters.ts';
import { page } from '../paging.ts';
import { changedSharing, describeSharing } from '../snapshot-sharing.ts';
import { type DbSnapshotRow, rdsTablesOf } from '../store.ts';
import { describeTags, putTags } from '../tags.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html */
export const createDbSnapshot = operation<CreateDBSnapshotMessage, CreateDBSnapshotResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const instance = findDbInstance(tables, input.DBInstanceIdentifier);
    if (instance.clusterIdentifier !== undefined) {
      throw invalidParameterValue(
        'The specified instance is a member of a cluster and a snapshot cannot be created directly. Please use the CreateDBClusterSnapshot API instead.',
      );
    }
    if (instance.observed.status !== 'available') {
      throw invalidDbInstanceState(
        `Cannot create a snapshot because the database instance ${instance.identifier} is not currently in the available state.`,
      );
    }
    const row = newDbSnapshot(context, tables, instance, {
      identifier: input.DBSnapshotIdentifier ?? '',
      tags: input.Tags,
    });
    tables.instances.put(instance.identifier, {
      ...instance,
      observed: { ...instance.observed, status: 'backing-up' },
    });
    return { DBSnapshot: describeDbSnapshot(tables, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html */
export const copyDbSnapshot = operation<CopyDBSnapshotMessage, CopyDBSnapshotResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const given = input.SourceDBSnapshotIdentifier ?? '';
    const region = /^arn:[^:]+:rds:([^:]*):/.exec(given)?.[1] ?? context.caller.region;
    if (region !== context.caller.region) {
      throw invalidParameterValue(`Neargate does not copy DB snapshots from another region (${region}).`);
    }
    const source = findDbSnapshot(tables, given);
    mustBeAvailable(source);
    const kmsKeyId = input.KmsKeyId ?? source.settings.kmsKeyId;
    const row: DbSnapshotRow = {
      ...source,
      ...snapshotNames(context, tables, input.TargetDBSnapshotIdentifier ?? ''),
      type: 'manual',
      settings: {
        ...source.settings,
        kmsKeyId,
        storageEncrypted: kmsKeyId !== undefined,
        optionGroupName: input.OptionGroupName ?? source.settings.optionGroupName,
      },
      copyOf: { arn: source.arn, backupId: source.backupId },
      createdAtMs: context.clock.now(),
      sharedWith: [],
      observed: { status: 'creating' },
    };
    tables.snapshots.put(row.identifier, row);
    // Tags that are given take the place of those that are copied.
    const copied = input.CopyTags === true && (input.Tags ?? []).length === 0;
    putTags(tables, row.arn, copied ? describeTags(tables, source.arn) : input.Tags);
    return { DBSnapshot: describeDbSnapshot(tables, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html */
export const describeDbSnapshots = operation<DescribeDBSnapshotsMessage, DBSnapshotMessage>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBSnapshotIdentifier === undefined
        ? [...tables.snapshots.values()]
        : [findDbSnapshot(tables, input.DBSnapshotIdentifier)];
    const valuesOf: FilterValues<DbSnapshotRow> = {
      'db-instance-id': (row) => [row.instanceIdentifier, instanceArn(row)],
      'db-snapshot-id': (row) => [row.identifier],
      'dbi-resource-id': (row) => [row.instanceResourceId],
      engine: (row) => [row.settings.engine],
      'snapshot-type': (row) => [row.type],
    };
    const filters = [
      ...(input.Filters ?? []),
      ...asFilter('db-instance-id', input.DBInstanceIdentifier?.toLowerCase()),
      ...asFilter('dbi-resource-id', input.DbiResourceId),
      ...asFilter('snapshot-type', input.SnapshotType),
    ];
    const found = filtered(asked, filters, valuesOf);
    if (input.DBSnapshotIdentifier !== undefined && found.length === 0) {
      throw dbSnapshotNotFound(input.DBSnapshotIdentifier);
    }
    const { items, marker } = page(found, (row) => row.identifier, input);
    return { DBSnapshots: items.map((row) => describeDbSnapshot(tables, row)), Marker: marker };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSnapshot.html */
export const deleteDbSnapshot = operation<DeleteDBSnapshotMessage, DeleteDBSnapshotResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbSnapshot(tables, input.DBSnapshotIdentifier);
    if (row.type === 'automated') {
      throw invalidDbSnapshotState(
        `DBSnapshot ${row.identifier} is an automated backup and goes with its retention period.`,
      );
    }
    const { status } = row.observed;
    if (status !== 'available' && status !== 'failed') mustBeAvailable(row);
    if (isSnapshotInUse(tables, row)) {
      throw invalidDbSnapshotState(
        `DBSnapshot ${row.identifier} cannot be deleted while it is copied or restored.`,
      );
    }
    const changed: DbSnapshotRow = {
      ...row,
      desired: 'deleted',
      observed: { ...row.observed, status: 'deleting' },
    };
    tables.snapshots.put(row.identifier, changed);
    return { DBSnapshot: describeDbSnapshot(tables, changed) };
  },
});

/** The version is stored only: the data are not upgraded. */
export const modifyDbSnapshot = operation<ModifyDBSnapshotMessage, ModifyDBSnapshotResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbSnapshot(tables, input.DBSnapshotIdentifier);
    mustBeAvailable(row);
    const changed: DbSnapshotRow = {
      ...row,
      settings: {
        ...row.settings,
        engineVersion:
          input.EngineVersion === undefined
            ? row.settings.engineVersion
            : resolveEngineVersion(input.EngineVersion, row.settings.engine),
        optionGroupName: input.OptionGroupName ?? row.settings.optionGroupName,
      },
    };
    tables.snapshots.put(row.identifier, changed);
    return { DBSnapshot: describeDbSnapshot(tables, changed) };
  },
});

export const describeDbSnapshotAttributes = operation<
  DescribeDBSnapshotAttributesMessage,
  DescribeDBSnapshotAttributesResult
>({
  handle(context, input) {
    const row = findDbSnapshot(rdsTablesOf(context), input.DBSnapshotIdentifier);
    return {
      DBSnapshotAttributesResult: {
        DBSnapshotIdentifier: row.identifier,
        DBSnapshotAttributes: describeSharing(row.sharedWith),
      },
    };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html */
export const modifyDbSnapshotAttribute = operation<
  ModifyDBSnapshotAttributeMessage,
  ModifyDBSnapshotAttributeResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbSnapshot(tables, input.DBSnapshotIdentifier);
    const sharedWith = changedSharing(row.sharedWith, input);
    if (sharedWith.includes('all') && row.settings.storageEncrypted) {
      throw invalidParameterCombination('Encrypted snapshots cannot be shared publicly.');
    }
    tables.snapshots.put(row.identifier, { ...row, sharedWith });
    return {
      DBSnapshotAttributesResult: {
        DBSnapshotIdentifier: row.identifier,
        DBSnapshotAttributes: describeSharing(sharedWith),
      },
    };
  },
});

function instanceArn({ arn, instanceIdentifier }: DbSnapshotRow): string {
  return arn.replace(/:snapshot:.*$/, `:db:${instanceIdentifier}`);
}
