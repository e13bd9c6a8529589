import type { DescribeSecretResponse, ReplicaRegionType } from '@aws-sdk/client-secrets-manager';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import { AwsError } from '../../../core/aws-error.ts';
import type { Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { samePolicy } from '../equivalence.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { policyProblems } from '../json-arguments.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { secretSchema } from './secret-schema.ts';

export const secret: ResourceType<AwsClient> = {
  schema: secretSchema,
  behaviour: 'real',
  plan(config) {
    const days = numberOf(config, 'recovery_window_in_days') ?? 30;
    const isAllowed = days === 0 || days >= 7;
    return {
      diagnostics: [
        ...policyProblems(config, 'policy'),
        ...(isAllowed
          ? []
          : [
              errorDiagnostic(
                `expected recovery_window_in_days to be 0 or in the range (7 - 30), got ${days}`,
                '',
              ),
            ]),
      ],
    };
  },
  async create(config, environment) {
    const { client } = environment;
    const replicas = blocksOf(config, 'replica').map(replicaOf);
    const name = generatedName(config, { ids: client.ids });
    const { ARN = '' } = await client.call('secretsmanager', 'CreateSecret', {
      Name: name,
      Description: textOf(config, 'description'),
      KmsKeyId: textOf(config, 'kms_key_id'),
      Type: textOf(config, 'type'),
      ForceOverwriteReplicaSecret: boolOf(config, 'force_overwrite_replica_secret'),
      ...(replicas.length === 0 ? {} : { AddReplicaRegions: replicas }),
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: ARN, arn: ARN, name });
    const policy = textOf(config, 'policy');
    if (policy !== undefined && policy !== '{}') {
      await client.call('secretsmanager', 'PutResourcePolicy', { SecretId: ARN, ResourcePolicy: policy });
    }
    return await stateOf(config, existing(await findSecret(client, ARN)), client);
  },
  async read(state, { client }) {
    const found = await findSecret(client, requiredText(state, 'id'));
    return found === undefined ? undefined : await stateOf(state, found, client);
  },
  async update(config, prior, { client }) {
    const SecretId = requiredText(prior, 'id');
    await updateReplicas(SecretId, config, prior, client);
    if (hasChanged(config, prior, 'description', 'kms_key_id')) {
      await client.call('secretsmanager', 'UpdateSecret', {
        SecretId,
        Description: textOf(config, 'description') ?? '',
        KmsKeyId: textOf(config, 'kms_key_id'),
      });
    }
    if (hasChanged(config, prior, 'policy')) {
      const policy = textOf(config, 'policy');
      await (policy === undefined || policy === '{}'
        ? client.call('secretsmanager', 'DeleteResourcePolicy', { SecretId })
        : client.call('secretsmanager', 'PutResourcePolicy', { SecretId, ResourcePolicy: policy }));
    }
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) {
      await client.call('secretsmanager', 'UntagResource', { SecretId, TagKeys: removed });
    }
    if (Object.keys(set).length > 0) {
      await client.call('secretsmanager', 'TagResource', { SecretId, Tags: tagList(set) });
    }
    return await stateOf(config, existing(await findSecret(client, SecretId)), client);
  },
  async delete(state, { client }) {
    const days = numberOf(state, 'recovery_window_in_days') ?? 30;
    await orAbsent(
      client.call('secretsmanager', 'DeleteSecret', {
        SecretId: requiredText(state, 'id'),
        ...(days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days }),
      }),
      'ResourceNotFoundException',
    );
  },
};

/** A secret that is there and not marked for deletion. */
export async function findSecret(
  client: AwsClient,
  SecretId: string,
): Promise<DescribeSecretResponse | undefined> {
  const found = await orAbsent(
    client.call('secretsmanager', 'DescribeSecret', { SecretId }),
    'ResourceNotFoundException',
  );
  return found?.DeletedDate === undefined ? found : undefined;
}

export async function secretPolicy(client: AwsClient, SecretId: string): Promise<string> {
  return (await client.call('secretsmanager', 'GetResourcePolicy', { SecretId })).ResourcePolicy ?? '';
}

/** Whether an error says that the secret or its version is gone, or on its way. */
export function isSecretGone(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return (
    error.code === 'ResourceNotFoundException' ||
    (error.code === 'InvalidRequestException' && /was deleted|marked (?:for )?delet/i.test(error.message))
  );
}

function replicaOf(block: PlainObject): ReplicaRegionType {
  return { Region: requiredText(block, 'region'), KmsKeyId: textOf(block, 'kms_key_id') };
}

async function updateReplicas(
  SecretId: string,
  config: PlainObject,
  prior: PlainObject,
  client: AwsClient,
): Promise<void> {
  const [before, after] = [blocksOf(prior, 'replica'), blocksOf(config, 'replica')].map(
    (blocks) => new Map(blocks.map((block) => [requiredText(block, 'region'), replicaOf(block)])),
  );
  const removed = [...(before?.keys() ?? [])].filter((region) => after?.has(region) !== true);
  const added = [...(after ?? [])].flatMap(([region, replica]) =>
    before?.has(region) === true ? [] : [replica],
  );
  if (removed.length > 0) {
    await client.call('secretsmanager', 'RemoveRegionsFromReplication', {
      SecretId,
      RemoveReplicaRegions: removed,
    });
  }
  if (added.length > 0) {
    await client.call('secretsmanager', 'ReplicateSecretToRegions', {
      SecretId,
      AddReplicaRegions: added,
      ForceOverwriteReplicaSecret: boolOf(config, 'force_overwrite_replica_secret'),
    });
  }
}

async function stateOf(
  known: PlainObject,
  found: DescribeSecretResponse,
  client: AwsClient,
): Promise<PlainObject> {
  const { ARN: arn = '', Name: name = '' } = found;
  const remote = await secretPolicy(client, arn);
  const written = textOf(known, 'policy');
  return {
    id: arn,
    arn,
    name,
    name_prefix: prefixOfName(name),
    description: found.Description ?? null,
    force_overwrite_replica_secret: known['force_overwrite_replica_secret'] ?? null,
    kms_key_id: found.KmsKeyId ?? null,
    policy: policyForm(written, remote),
    recovery_window_in_days: known['recovery_window_in_days'] ?? null,
    replica: (found.ReplicationStatus ?? []).map((replica): Plain => ({
      kms_key_id: replica.KmsKeyId ?? null,
      last_accessed_date: timeText(replica.LastAccessedDate) ?? '',
      region: replica.Region ?? null,
      status: replica.Status ?? null,
      status_message: replica.StatusMessage ?? '',
    })),
    type: found.Type ?? null,
    tags_all: tagMap(found.Tags),
  };
}

/** An empty document stands for no policy. */
function policyForm(written: string | undefined, remote: string): string {
  if (remote === '') return written === '{}' ? written : '';
  return written !== undefined && samePolicy(written, remote) ? written : remote;
}
