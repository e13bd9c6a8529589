import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const s3Types: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const s3DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
