import type { DBInstance } from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { generatedName } from '../generated-names.ts';
import { allTags, tagList } from '../tags.ts';
import { createInput, modifyInput } from './db-instance-input.ts';
import { dbInstanceProblems } from './db-instance-rules.ts';
import { dbInstanceSchema } from './db-instance-schema.ts';
import { dbInstanceState } from './db-instance-state.ts';
import { updateTags } from './tagging.ts';

/** The provider's own time limits, in minutes. */
const limits = { create: 40, update: 80, delete: 60 } as const;

/** Statuses that an instance does not leave by itself. */
const failed: ReadonlySet<string | undefined> = new Set([
  'failed',
  'inaccessible-encryption-credentials',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'storage-full',
]);

export const dbInstance: ResourceType<AwsClient> = {
  schema: dbInstanceSchema,
  behaviour: 'real',
  plan: (config, prior) => ({ diagnostics: dbInstanceProblems(config, prior === undefined) }),
  async create(config, environment) {
    const identifier = generatedName(config, {
      ids: environment.client.ids,
      name: 'identifier',
      prefix: 'identifier_prefix',
    });
    const { DBInstance: made } = await environment.client.call('rds', 'CreateDBInstance', {
      ...createInput(config),
      DBInstanceIdentifier: identifier,
      Tags: tagList(allTags(config)),
    });
    environment.created?.({
      id: made?.DbiResourceId ?? null,
      arn: made?.DBInstanceArn ?? null,
      identifier,
      password_wo: null,
    });
    return dbInstanceState(config, await waitUntilAvailable(identifier, limits.create, environment));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'identifier'));
    // An instance of the same name that somebody created since is another one.
    return found === undefined || found.DbiResourceId !== state['id']
      ? undefined
      : dbInstanceState(state, found);
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const identifier = requiredText(prior, 'identifier');
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    const input = modifyInput(config, prior);
    if (input !== undefined) await client.call('rds', 'ModifyDBInstance', input);
    const found =
      input === undefined
        ? await find(client, identifier)
        : await waitUntilAvailable(input.NewDBInstanceIdentifier ?? identifier, limits.update, environment);
    return dbInstanceState(config, found ?? {});
  },
  async delete(state, environment) {
    const identifier = requiredText(state, 'identifier');
    await orAbsent(deleteInstance(identifier, state, environment.client), 'DBInstanceNotFound');
    await waitUntil(environment, {
      what: `RDS DB Instance (${identifier}) to be deleted`,
      limitMinutes: limits.delete,
      probe: async () => {
        const found = await find(environment.client, identifier);
        environment.progress(`${identifier} is ${found?.DBInstanceStatus ?? 'deleted'}`);
        return found === undefined ? true : undefined;
      },
    });
  },
};

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

async function waitUntilAvailable(
  identifier: string,
  limitMinutes: number,
  environment: OperationEnvironment<AwsClient>,
): Promise<DBInstance> {
  return await waitUntil(environment, {
    what: `RDS DB Instance (${identifier}) to be available`,
    limitMinutes,
    probe: async () => {
      const found = await find(environment.client, identifier);
      if (found === undefined) throw new UserError(`RDS DB Instance (${identifier}) is gone`);
      const { DBInstanceStatus: status } = found;
      if (status === 'available') return found;
      if (failed.has(status)) throw failure(identifier, found);
      environment.progress(`${identifier} is ${status}`);
      return undefined;
    },
  });
}

function failure(identifier: string, { DBInstanceStatus: status, StatusInfos = [] }: DBInstance): UserError {
  const reason = StatusInfos.find(({ Normal }) => Normal === false)?.Message;
  return new UserError(
    `waiting for RDS DB Instance (${identifier}): unexpected state '${status}', wanted target 'available'${reason === undefined ? '' : `: ${reason}`}`,
  );
}

async function find(client: AwsClient, identifier: string): Promise<DBInstance | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: identifier }),
    'DBInstanceNotFound',
  );
  return output?.DBInstances?.[0];
}
