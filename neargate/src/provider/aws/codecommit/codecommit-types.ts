import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { repository } from './repository.ts';
import { trigger } from './trigger.ts';

export const codecommitTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_codecommit_repository: repository,
  aws_codecommit_trigger: trigger,
};

export const codecommitDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
