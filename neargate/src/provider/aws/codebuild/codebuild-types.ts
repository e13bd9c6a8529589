import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const codebuildTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const codebuildDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
