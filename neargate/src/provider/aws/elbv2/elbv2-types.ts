import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const elbv2Types: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const elbv2DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
