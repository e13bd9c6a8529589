import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const iamTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const iamDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
