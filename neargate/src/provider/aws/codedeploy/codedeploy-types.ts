import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { app } from './app.ts';
import { deploymentConfig } from './deployment-config.ts';
import { deploymentGroup } from './deployment-group.ts';

export const codedeployTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_codedeploy_app: app,
  aws_codedeploy_deployment_config: deploymentConfig,
  aws_codedeploy_deployment_group: deploymentGroup,
};

export const codedeployDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
