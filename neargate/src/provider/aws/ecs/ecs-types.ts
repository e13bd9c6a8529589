import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const ecsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const ecsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
