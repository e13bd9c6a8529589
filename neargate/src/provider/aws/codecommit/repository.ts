import type { RepositoryMetadata } from '@aws-sdk/client-codecommit';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges } from '../tags.ts';
import { repositorySchema } from './repository-schema.ts';

/** A real git repository; its settings are CodeCommit's. */
export const repository: ResourceType<AwsClient> = {
  schema: repositorySchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const repositoryName = requiredText(config, 'repository_name');
    await client.call('codecommit', 'CreateRepository', {
      repositoryName,
      repositoryDescription: textOf(config, 'description'),
      kmsKeyId: textOf(config, 'kms_key_id'),
      tags: allTags(config),
    });
    environment.created?.({ id: repositoryName });
    await setDefaultBranch(repositoryName, config, client);
    return stateOf(config, existing(await find(client, repositoryName)));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    const { tags = {} } = await client.call('codecommit', 'ListTagsForResource', { resourceArn: found.Arn });
    return { ...stateOf(state, found), tags_all: tags };
  },
  async update(config, prior, { client }) {
    const repositoryName = requiredText(config, 'repository_name');
    if (hasChanged(config, prior, 'repository_name')) {
      await client.call('codecommit', 'UpdateRepositoryName', {
        oldName: requiredText(prior, 'repository_name'),
        newName: repositoryName,
      });
    }
    if (hasChanged(config, prior, 'description')) {
      await client.call('codecommit', 'UpdateRepositoryDescription', {
        repositoryName,
        repositoryDescription: textOf(config, 'description') ?? '',
      });
    }
    if (hasChanged(config, prior, 'default_branch')) await setDefaultBranch(repositoryName, config, client);
    if (hasChanged(config, prior, 'kms_key_id')) {
      const kmsKeyId = textOf(config, 'kms_key_id');
      await client.call('codecommit', 'UpdateRepositoryEncryptionKey', { repositoryName, kmsKeyId });
    }
    const found = existing(await find(client, repositoryName));
    await updateTags(found.Arn, config, prior, client);
    return stateOf(config, found);
  },
  async delete(state, { client }) {
    await client.call('codecommit', 'DeleteRepository', { repositoryName: requiredText(state, 'id') });
  },
};

/** A repository without branches has no default branch yet; the first push makes one. */
async function setDefaultBranch(
  repositoryName: string,
  config: PlainObject,
  client: AwsClient,
): Promise<void> {
  const defaultBranchName = textOf(config, 'default_branch');
  if (defaultBranchName === undefined) return;
  const { branches = [] } = await client.call('codecommit', 'ListBranches', { repositoryName });
  if (branches.length === 0) return;
  await client.call('codecommit', 'UpdateDefaultBranch', { repositoryName, defaultBranchName });
}

async function updateTags(
  resourceArn: string | undefined,
  config: PlainObject,
  prior: PlainObject,
  client: AwsClient,
): Promise<void> {
  const { set, removed } = tagChanges(allTags(prior), allTags(config));
  if (removed.length > 0) {
    await client.call('codecommit', 'UntagResource', { resourceArn, tagKeys: removed });
  }
  if (Object.keys(set).length > 0) {
    await client.call('codecommit', 'TagResource', { resourceArn, tags: set });
  }
}

async function find(client: AwsClient, repositoryName: string): Promise<RepositoryMetadata | undefined> {
  const output = await orAbsent(
    client.call('codecommit', 'GetRepository', { repositoryName }),
    'RepositoryDoesNotExistException',
  );
  return output?.repositoryMetadata;
}

function stateOf(known: PlainObject, found: RepositoryMetadata): PlainObject {
  const name = found.repositoryName ?? null;
  const written = textOf(known, 'default_branch');
  return {
    id: name,
    repository_name: name,
    arn: found.Arn ?? null,
    clone_url_http: found.cloneUrlHttp ?? null,
    clone_url_ssh: found.cloneUrlSsh ?? null,
    default_branch: written === undefined ? null : (found.defaultBranch ?? written),
    description: found.repositoryDescription ?? null,
    kms_key_id: found.kmsKeyId ?? null,
    repository_id: found.repositoryId ?? null,
  };
}
