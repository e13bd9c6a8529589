import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { pipeline } from './pipeline.ts';

export const codepipelineTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_codepipeline: pipeline,
};

export const codepipelineDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
