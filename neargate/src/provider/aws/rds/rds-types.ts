import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const rdsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const rdsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
