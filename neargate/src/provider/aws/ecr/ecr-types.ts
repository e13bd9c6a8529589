import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const ecrTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const ecrDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
