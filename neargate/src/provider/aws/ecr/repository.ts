import type { CreateRepositoryRequest, Repository } from '@aws-sdk/client-ecr';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList } from '../tags.ts';
import { repositorySchema } from './repository-schema.ts';
import { repositoryTags, updateRepositoryTags } from './tagging.ts';

const naming: ApiNaming = {
  style: 'camel',
  names: {
    arn: 'repositoryArn',
    encryption_configuration: { member: 'encryptionConfiguration', many: false },
    force_delete: null,
    image_tag_mutability_exclusion_filter: 'imageTagMutabilityExclusionFilters',
    name: 'repositoryName',
    repository_url: 'repositoryUri',
    tags: null,
    tags_all: null,
  },
};

export const repository: ResourceType<AwsClient> = {
  schema: repositorySchema,
  behaviour: 'real',
  plan(config) {
    const mutability = textOf(config, 'image_tag_mutability') ?? 'MUTABLE';
    const hasFilters = blocksOf(config, 'image_tag_mutability_exclusion_filter').length > 0;
    if (!hasFilters || mutability.endsWith('_EXCLUSION')) return {};
    const finding =
      'image_tag_mutability_exclusion_filter can only be used when image_tag_mutability is set to IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION';
    return { diagnostics: [errorDiagnostic(finding, '')] };
  },
  async create(config, { client }) {
    const { repository: created } = await client.call('ecr', 'CreateRepository', {
      ...toApi<CreateRepositoryRequest>(config, repositorySchema, naming),
      tags: tagList(allTags(config)),
    });
    return { ...stateOf(created ?? {}, config), tags_all: allTags(config) };
  },
  async read(state, { client }) {
    const found = await findRepository(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    const tags = await repositoryTags(client, found.repositoryArn ?? '');
    return { ...stateOf(found, state), tags_all: tags };
  },
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    const input = toApi<CreateRepositoryRequest>(config, repositorySchema, naming);
    await updateRepositoryTags(client, requiredText(prior, 'arn'), config, prior);
    if (hasChanged(config, prior, 'image_tag_mutability', 'image_tag_mutability_exclusion_filter')) {
      await client.call('ecr', 'PutImageTagMutability', {
        repositoryName: name,
        imageTagMutability: input.imageTagMutability,
        imageTagMutabilityExclusionFilters: input.imageTagMutabilityExclusionFilters,
      });
    }
    if (hasChanged(config, prior, 'image_scanning_configuration')) {
      await client.call('ecr', 'PutImageScanningConfiguration', {
        repositoryName: name,
        imageScanningConfiguration: input.imageScanningConfiguration ?? { scanOnPush: false },
      });
    }
    return stateOf(existing(await findRepository(client, name)), config);
  },
  async delete(state, { client }) {
    const force = boolOf(state, 'force_delete') ?? false;
    await orAbsent(
      client.call('ecr', 'DeleteRepository', { repositoryName: requiredText(state, 'id'), force }),
      'RepositoryNotFoundException',
    );
  },
};

export async function findRepository(
  client: AwsClient,
  name: string,
  registryId?: string,
): Promise<Repository | undefined> {
  const output = await orAbsent(
    client.call('ecr', 'DescribeRepositories', { repositoryNames: [name], registryId }),
    'RepositoryNotFoundException',
  );
  return output?.repositories?.[0];
}

function stateOf(found: Repository, known: PlainObject): PlainObject {
  return {
    ...fromApi(found, repositorySchema, naming),
    id: found.repositoryName ?? null,
    force_delete: known['force_delete'] ?? null,
  };
}
