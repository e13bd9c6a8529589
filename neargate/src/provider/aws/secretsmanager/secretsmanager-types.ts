import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const secretsmanagerTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const secretsmanagerDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
