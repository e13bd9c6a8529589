import type { DBCluster } from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, boolOf, hasChanged, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { generatedName } from '../generated-names.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList } from '../tags.ts';
import {
  clusterAfterwardsInput,
  clusterInput,
  clusterModifyInput,
  clusterRestoreInput,
} from './rds-cluster-input.ts';
import { rdsClusterSchema } from './rds-cluster-schema.ts';
import { rdsClusterState } from './rds-cluster-state.ts';
import { updateTags } from './tagging.ts';

/** The provider's own time limit for each of creating, changing and deleting, in minutes. */
const limitMinutes = 120;

export const rdsCluster: ResourceType<AwsClient> = {
  schema: rdsClusterSchema,
  behaviour: 'real',
  plan: (config) => ({
    diagnostics: ['restore_to_point_in_time', 's3_import']
      .filter((name) => blockOf(config, name) !== undefined)
      .map((name) =>
        errorDiagnostic(
          `"${name}" is not supported`,
          'Neargate creates DB clusters empty or from a snapshot: there are no automated backups and no backups in S3. Leave the block out.',
        ),
      ),
  }),
  async create(config, environment) {
    const { client } = environment;
    const identifier = generatedName(config, {
      ids: client.ids,
      name: 'cluster_identifier',
      prefix: 'cluster_identifier_prefix',
    });
    const { made, afterwards } = await make(config, identifier, client);
    environment.created?.({
      id: identifier,
      arn: made?.DBClusterArn ?? null,
      cluster_identifier: identifier,
      master_password_wo: null,
    });
    await waitUntilAvailable(identifier, environment);
    await changeRoles(identifier, textsOf(config, 'iam_roles'), [], client);
    if (afterwards !== undefined) {
      await client.call('rds', 'ModifyDBCluster', { ...afterwards, DBClusterIdentifier: identifier });
    }
    return rdsClusterState(config, await waitUntilAvailable(identifier, environment));
  },
  async read(state, { client }) {
    const found = await findCluster(client, requiredText(state, 'id'));
    return found === undefined ? undefined : rdsClusterState(state, found);
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const identifier = requiredText(prior, 'id');
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    if (hasChanged(config, prior, 'enable_http_endpoint')) {
      const operation = boolOf(config, 'enable_http_endpoint') === true ? 'Enable' : 'Disable';
      await client.call('rds', `${operation}HttpEndpoint`, { ResourceArn: requiredText(prior, 'arn') });
    }
    const input = clusterModifyInput(config, prior);
    if (input !== undefined) await client.call('rds', 'ModifyDBCluster', input);
    if (hasChanged(config, prior, 'iam_roles')) {
      await changeRoles(identifier, textsOf(config, 'iam_roles'), textsOf(prior, 'iam_roles'), client);
    }
    return rdsClusterState(config, await waitUntilAvailable(identifier, environment));
  },
  async delete(state, environment) {
    const identifier = requiredText(state, 'id');
    await orAbsent(deleteCluster(identifier, state, environment), 'DBClusterNotFoundFault');
    await waitUntil(environment, {
      what: `RDS Cluster (${identifier}) to be deleted`,
      limitMinutes,
      probe: async () => {
        const found = await findCluster(environment.client, identifier);
        environment.progress(`${identifier} is ${found?.Status ?? 'deleted'}`);
        return found === undefined ? true : undefined;
      },
    });
  },
};

/** What is made empty or restored, and what is to be changed of it once it is there. */
async function make(
  config: PlainObject,
  identifier: string,
  client: AwsClient,
): Promise<{ made: DBCluster | undefined; afterwards?: ReturnType<typeof clusterAfterwardsInput> }> {
  const named = { DBClusterIdentifier: identifier, Tags: tagList(allTags(config)) };
  const snapshot = textOf(config, 'snapshot_identifier');
  if (snapshot === undefined) {
    const { DBCluster: made } = await client.call('rds', 'CreateDBCluster', {
      ...clusterInput(config),
      ...named,
    });
    return { made };
  }
  const { DBCluster: made } = await client.call('rds', 'RestoreDBClusterFromSnapshot', {
    ...clusterRestoreInput(config),
    ...named,
    Engine: requiredText(config, 'engine'),
    SnapshotIdentifier: snapshot,
  });
  return { made, afterwards: clusterAfterwardsInput(config) };
}

async function changeRoles(
  identifier: string,
  after: readonly string[],
  before: readonly string[],
  client: AwsClient,
): Promise<void> {
  for (const RoleArn of after.filter((role) => !before.includes(role))) {
    await client.call('rds', 'AddRoleToDBCluster', { DBClusterIdentifier: identifier, RoleArn });
  }
  for (const RoleArn of before.filter((role) => !after.includes(role))) {
    await client.call('rds', 'RemoveRoleFromDBCluster', { DBClusterIdentifier: identifier, RoleArn });
  }
}

async function deleteCluster(
  identifier: string,
  state: PlainObject,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const { client } = environment;
  const skip = boolOf(state, 'skip_final_snapshot') === true;
  const snapshot = textOf(state, 'final_snapshot_identifier');
  if (!skip && snapshot === undefined) {
    throw new UserError('final_snapshot_identifier is required when skip_final_snapshot is false');
  }
  const remove = () =>
    client.call('rds', 'DeleteDBCluster', {
      DBClusterIdentifier: identifier,
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
    await client.call('rds', 'ModifyDBCluster', {
      DBClusterIdentifier: identifier,
      DeletionProtection: false,
      ApplyImmediately: true,
    });
    await waitUntilAvailable(identifier, environment);
    await remove();
  }
}

async function waitUntilAvailable(
  identifier: string,
  environment: OperationEnvironment<AwsClient>,
): Promise<DBCluster> {
  return await waitUntil(environment, {
    what: `RDS Cluster (${identifier}) to be available`,
    limitMinutes,
    probe: async () => {
      const found = existing(await findCluster(environment.client, identifier));
      if (found.Status === 'available') return found;
      if (found.Status === 'failed') {
        throw new UserError(
          `waiting for RDS Cluster (${identifier}): unexpected state 'failed', wanted target 'available'`,
        );
      }
      environment.progress(`${identifier} is ${found.Status ?? 'unknown'}`);
      return undefined;
    },
  });
}

export async function findCluster(client: AwsClient, identifier: string): Promise<DBCluster | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBClusters', { DBClusterIdentifier: identifier }),
    'DBClusterNotFoundFault',
  );
  return output?.DBClusters?.[0];
}
