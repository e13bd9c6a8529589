import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const cloudwatchTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const cloudwatchDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
