import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const codepipelineTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const codepipelineDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
