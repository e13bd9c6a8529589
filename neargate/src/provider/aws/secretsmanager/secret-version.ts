import type { GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, setChanges, textOf, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { isSecretGone } from './secret.ts';
import { secretVersionSchema } from './secret-version-schema.ts';

const current = 'AWSCURRENT';

/** A version never changes but for its stages: another value is another version, under the same resource. */
export const secretVersion: ResourceType<AwsClient> = {
  schema: secretVersionSchema,
  behaviour: 'real',
  plan(config, prior) {
    const values = ['secret_string', 'secret_binary', 'secret_string_wo_version'];
    const isNew = prior !== undefined && hasChanged(config, prior, ...values);
    return { recompute: isNew ? ['id', 'version_id'] : [] };
  },
  create: (config, { client }) => put(config, client),
  async read(state, { client }) {
    const found = await findValue(
      client,
      requiredText(state, 'secret_id'),
      requiredText(state, 'version_id'),
    );
    return found === undefined ? undefined : stateOf(state, found);
  },
  async update(config, prior, { client }) {
    if (hasChanged(config, prior, 'secret_string', 'secret_string_wo_version'))
      return await put(config, client);
    const SecretId = requiredText(prior, 'secret_id');
    const versionId = requiredText(prior, 'version_id');
    await moveStages(SecretId, versionId, config, prior, client);
    return stateOf(config, existing(await findValue(client, SecretId, versionId)));
  },
  async delete(state, { client }) {
    const SecretId = requiredText(state, 'secret_id');
    const versionId = requiredText(state, 'version_id');
    const found = await findValue(client, SecretId, versionId);
    for (const stage of found?.VersionStages ?? []) {
      // The current version keeps its stage until the secret itself goes.
      if (stage !== current) await removeStage(SecretId, versionId, stage, client);
    }
  },
};

async function put(config: PlainObject, client: AwsClient): Promise<PlainObject> {
  const SecretId = requiredText(config, 'secret_id');
  const stages = textsOf(config, 'version_stages');
  const binary = textOf(config, 'secret_binary');
  const { VersionId = '' } = await client.call('secretsmanager', 'PutSecretValue', {
    SecretId,
    ClientRequestToken: client.ids.uuid(),
    ...(binary === undefined
      ? { SecretString: textOf(config, 'secret_string_wo') ?? textOf(config, 'secret_string') ?? '' }
      : { SecretBinary: Buffer.from(binary, 'base64') }),
    ...(stages.length === 0 ? {} : { VersionStages: stages }),
  });
  return stateOf(config, existing(await findValue(client, SecretId, VersionId)));
}

async function moveStages(
  SecretId: string,
  versionId: string,
  config: PlainObject,
  prior: PlainObject,
  client: AwsClient,
): Promise<void> {
  const { added, removed } = setChanges(textsOf(prior, 'version_stages'), textsOf(config, 'version_stages'));
  for (const stage of added) {
    const holder = await holderOf(SecretId, stage, client);
    await client.call('secretsmanager', 'UpdateSecretVersionStage', {
      SecretId,
      VersionStage: stage,
      MoveToVersionId: versionId,
      ...(holder === undefined || holder === versionId ? {} : { RemoveFromVersionId: holder }),
    });
  }
  for (const stage of removed) {
    if (stage !== current) await removeStage(SecretId, versionId, stage, client);
  }
}

async function holderOf(SecretId: string, stage: string, client: AwsClient): Promise<string | undefined> {
  const { VersionIdsToStages = {} } = await client.call('secretsmanager', 'DescribeSecret', { SecretId });
  return Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(stage))?.[0];
}

async function removeStage(
  SecretId: string,
  versionId: string,
  stage: string,
  client: AwsClient,
): Promise<void> {
  await client.call('secretsmanager', 'UpdateSecretVersionStage', {
    SecretId,
    VersionStage: stage,
    RemoveFromVersionId: versionId,
  });
}

async function findValue(
  client: AwsClient,
  SecretId: string,
  VersionId: string,
): Promise<GetSecretValueResponse | undefined> {
  try {
    return await client.call('secretsmanager', 'GetSecretValue', { SecretId, VersionId });
  } catch (error) {
    if (isSecretGone(error)) return undefined;
    throw error;
  }
}

function stateOf(known: PlainObject, found: GetSecretValueResponse): PlainObject {
  const secretId = requiredText(known, 'secret_id');
  const isWriteOnly = typeof known['secret_string_wo_version'] === 'number';
  return {
    id: `${secretId}|${found.VersionId ?? ''}`,
    arn: found.ARN ?? null,
    has_secret_string_wo: isWriteOnly,
    secret_arn: found.ARN ?? null,
    secret_id: secretId,
    secret_binary: found.SecretBinary === undefined ? '' : Buffer.from(found.SecretBinary).toString('base64'),
    secret_string: isWriteOnly ? '' : (found.SecretString ?? ''),
    secret_string_wo_version: known['secret_string_wo_version'] ?? null,
    version_id: found.VersionId ?? null,
    version_stages: found.VersionStages ?? [],
  };
}
