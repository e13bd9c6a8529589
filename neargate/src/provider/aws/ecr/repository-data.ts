import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { findRepository } from './repository.ts';
import { repositoryDataSchema } from './repository-data-schema.ts';
import { repositoryTags } from './tagging.ts';

export const repositoryData: DataSource<AwsClient> = {
  schema: repositoryDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const registryId = textOf(config, 'registry_id');
    const found = await findRepository(client, name, registryId);
    if (found === undefined) throw notFoundError('ECR Repository', name);
    const { imageDetails = [] } = await client.call('ecr', 'DescribeImages', {
      repositoryName: name,
      registryId,
    });
    const [latest] = imageDetails.toSorted(
      (one, other) => (other.imagePushedAt?.getTime() ?? 0) - (one.imagePushedAt?.getTime() ?? 0),
    );
    const encryption = found.encryptionConfiguration;
    return {
      id: name,
      name,
      arn: found.repositoryArn ?? null,
      registry_id: found.registryId ?? null,
      repository_url: found.repositoryUri ?? null,
      image_tag_mutability: found.imageTagMutability ?? null,
      image_tag_mutability_exclusion_filter: (found.imageTagMutabilityExclusionFilters ?? []).map(
        ({ filter, filterType }) => ({ filter: filter ?? null, filter_type: filterType ?? null }),
      ),
      image_scanning_configuration: [{ scan_on_push: found.imageScanningConfiguration?.scanOnPush ?? false }],
      encryption_configuration:
        encryption === undefined
          ? []
          : [{ encryption_type: encryption.encryptionType ?? null, kms_key: encryption.kmsKey ?? null }],
      most_recent_image_tags: latest?.imageTags ?? [],
      tags: await repositoryTags(client, found.repositoryArn ?? ''),
    };
  },
};
