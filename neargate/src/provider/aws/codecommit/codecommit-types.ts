import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const codecommitTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const codecommitDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
