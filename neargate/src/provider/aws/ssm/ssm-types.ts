import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { parameter } from './parameter.ts';
import { parameterData } from './parameter-data.ts';

export const ssmTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_ssm_parameter: parameter,
};

export const ssmDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_ssm_parameter: parameterData,
};
