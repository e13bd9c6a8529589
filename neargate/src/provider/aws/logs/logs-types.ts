import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const logsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const logsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
