import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const eventsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const eventsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
