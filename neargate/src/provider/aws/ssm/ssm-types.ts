import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const ssmTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const ssmDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
