import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const stsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const stsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
