import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const appautoscalingTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const appautoscalingDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
