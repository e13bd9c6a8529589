import type { DBInstance } from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { generatedName } from '../generated-names.ts';
import { allTags, tagList } from '../tags.ts';
import {
  afterwardsInput,
  createInput,
  modifyInput,
  replicaInput,
  restoreInput,
} from './db-instance-input.ts';
import { dbInstanceProblems, missingArguments } from './db-instance-rules.ts';
import { dbInstanceSchema } from './db-instance-schema.ts';
import { dbInstanceState } from './db-instance-state.ts';
import { findInstance, waitUntilInstanceAvailable } from './instance-waits.ts';
import { updateTags } from './tagging.ts';

/** The provider's own time limits, in minutes. */
const limits = { create: 40, update: 80, delete: 60 } as const;

export const dbInstance: ResourceType<AwsClient> = {
  schema: dbInstanceSchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: dbInstanceProblems(config) }),
  async create(config, environment) {
    const missing = missingArguments(config);
    if (missing.length > 0)
      throw new UserError(missing.map((name) => `"${name}": required field is not set`).join('\n'));
    const identifier = generatedName(config, {
      ids: environment.client.ids,
      name: 'identifier',
      prefix: 'identifier_prefix',
    });
    const { made, afterwards } = await make(config, identifier, environment.client);
    environment.created?.({
      id: made?.DbiResourceId ?? null,
      arn: made?.DBInstanceArn ?? null,
      identifier,
      password_wo: null,
    });
    const found = await waitUntilInstanceAvailable(identifier, limits.create, environment);
    if (afterwards === undefined) return dbInstanceState(config, found);
    await environment.client.call('rds', 'ModifyDBInstance', {
      ...afterwards,
      DBInstanceIdentifier: identifier,
    });
    return dbInstanceState(config, await waitUntilInstanceAvailable(identifier, limits.update, environment));
  },
  async read(state, { client }) {
    const found = await findInstance(client, requiredText(state, 'identifier'));
    // An instance of the same name that somebody created since is another one.
    return found === undefined || found.DbiResourceId !== state['id']
      ? undefined
      : dbInstanceState(state, found);
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const identifier = requiredText(prior, 'identifier');
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    if (hasChanged(config, prior, 'replicate_source_db')) {
      await promote(identifier, config, environment);
    }
    const input = modifyInput(config, prior);
    if (input !== undefined) await client.call('rds', 'ModifyDBInstance', input);
    const found =
      input === undefined
        ? await findInstance(client, identifier)
        : await waitUntilInstanceAvailable(
            input.NewDBInstanceIdentifier ?? identifier,
            limits.update,
            environment,
          );
    return dbInstanceState(config, found ?? {});
  },
  async delete(state, environment) {
    const identifier = requiredText(state, 'identifier');
    await orAbsent(deleteInstance(identifier, state, environment.client), 'DBInstanceNotFound');
    await waitUntil(environment, {
      what: `RDS DB Instance (${identifier}) to be deleted`,
      limitMinutes: limits.delete,
      probe: async () => {
        const found = await findInstance(environment.client, identifier);
        environment.progress(`${identifier} is ${found?.DBInstanceStatus ?? 'deleted'}`);
        return found === undefined ? true : undefined;
      },
    });
  },
};

/** What is made empty, restored or replicated, and what is to be changed of it once it is there. */
async function make(
  config: PlainObject,
  identifier: string,
  client: AwsClient,
): Promise<{
  made: DBInstance | undefined;
  afterwards?: ReturnType<typeof afterwardsInput>;
}> {
  const named = { DBInstanceIdentifier: identifier, Tags: tagList(allTags(config)) };
  const source = textOf(config, 'replicate_source_db');
  if (source !== undefined) {
    const input = replicaInput(config);
    const { DBInstance: made } = await client.call('rds', 'CreateDBInstanceReadReplica', {
      ...input,
      ...named,
      SourceDBInstanceIdentifier: source,
    });
    // The rest is the source's.
    const { BackupRetentionPeriod, PreferredBackupWindow, PreferredMaintenanceWindow, MaxAllocatedStorage } =
      createInput(config);
    const own = {
      backup_retention_period: BackupRetentionPeriod ?? null,
      backup_window: PreferredBackupWindow ?? null,
      maintenance_window: PreferredMaintenanceWindow ?? null,
      max_allocated_storage: MaxAllocatedStorage ?? null,
    };
    return { made, afterwards: afterwardsInput(own, input) };
  }
  const snapshot = textOf(config, 'snapshot_identifier');
  if (snapshot !== undefined) {
    const input = restoreInput(config);
    const { DBInstance: made } = await client.call('rds', 'RestoreDBInstanceFromDBSnapshot', {
      ...input,
      ...named,
      DBSnapshotIdentifier: snapshot,
    });
    return { made, afterwards: afterwardsInput(config, input) };
  }
  const time = blockOf(config, 'restore_to_point_in_time');
  if (time !== undefined) {
    const input = restoreInput(config);
    const restoreTime = textOf(time, 'restore_time');
    const { DBInstance: made } = await client.call('rds', 'RestoreDBInstanceToPointInTime', {
      ...input,
      Tags: named.Tags,
      TargetDBInstanceIdentifier: identifier,
      SourceDBInstanceIdentifier: textOf(time, 'source_db_instance_identifier'),
      SourceDbiResourceId: textOf(time, 'source_dbi_resource_id'),
      SourceDBInstanceAutomatedBackupsArn: textOf(time, 'source_db_instance_automated_backups_arn'),
      RestoreTime: restoreTime === undefined ? undefined : new Date(restoreTime),
      UseLatestRestorableTime: boolOf(time, 'use_latest_restorable_time'),
    });
    return { made, afterwards: afterwardsInput(config, input) };
  }
  const { DBInstance: made } = await client.call('rds', 'CreateDBInstance', {
    ...createInput(config),
    ...named,
  });
  return { made };
}

/** A replica whose source is no longer named stands for itself from now on. Another source cannot be given. */
async function promote(
  identifier: string,
  config: PlainObject,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  if (textOf(config, 'replicate_source_db') !== undefined) {
    throw new UserError('cannot elect new source database for replication');
  }
  const { BackupRetentionPeriod, PreferredBackupWindow } = createInput(config);
  await environment.client.call('rds', 'PromoteReadReplica', {
    DBInstanceIdentifier: identifier,
    BackupRetentionPeriod,
    PreferredBackupWindow,
  });
  await waitUntilInstanceAvailable(identifier, limits.update, environment);
}

async function deleteInstance(identifier: string, state: PlainObject, client: AwsClient): Promise<void> {
  const skip = boolOf(state, 'skip_final_snapshot') === true;
  const snapshot = textOf(state, 'final_snapshot_identifier');
  if (!skip && snapshot === undefined) {
    throw new UserError('final_snapshot_identifier is required when skip_final_snapshot is false');
  }
  const remove = () =>
    client.call('rds', 'DeleteDBInstance', {
      DBInstanceIdentifier: identifier,
      DeleteAutomatedBackups: boolOf(state, 'delete_automated_backups') ?? true,
      SkipFinalSnapshot: skip,
      FinalDBSnapshotIdentifier: skip ? undefined : snapshot,
    });
  try {
    await remove();
  } catch (error) {
    // The state may say that protection is off while AWS has it on, when it was turned on elsewhere.
    const isProtected = error instanceof AwsError && error.message.includes('disable deletion protection');
    const mayDisable =
      boolOf(state, 'deletion_protection') !== true && boolOf(state, 'apply_immediately') === true;
    if (!isProtected || !mayDisable) throw error;
    await client.call('rds', 'ModifyDBInstance', {
      DBInstanceIdentifier: identifier,
      DeletionProtection: false,
      ApplyImmediately: true,
    });
    await remove();
  }
}
