import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const ec2Types: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const ec2DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
