import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { authorizationTokenData } from './authorization-token-data.ts';
import { lifecyclePolicy } from './lifecycle-policy.ts';
import { repository } from './repository.ts';
import { repositoryData } from './repository-data.ts';
import { repositoryPolicy } from './repository-policy.ts';

export const ecrTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_ecr_lifecycle_policy: lifecyclePolicy,
  aws_ecr_repository: repository,
  aws_ecr_repository_policy: repositoryPolicy,
};

export const ecrDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_ecr_authorization_token: authorizationTokenData,
  aws_ecr_repository: repositoryData,
};
