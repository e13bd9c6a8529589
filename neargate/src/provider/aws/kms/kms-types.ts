import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const kmsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const kmsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
