import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { table } from './table.ts';

export const dynamodbTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_dynamodb_table: table,
};

export const dynamodbDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
