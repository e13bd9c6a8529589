import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { dbInstance } from './db-instance.ts';
import { dbParameterGroup } from './db-parameter-group.ts';
import { dbSubnetGroup } from './db-subnet-group.ts';

export const rdsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_db_instance: dbInstance,
  aws_db_parameter_group: dbParameterGroup,
  aws_db_subnet_group: dbSubnetGroup,
};

export const rdsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
