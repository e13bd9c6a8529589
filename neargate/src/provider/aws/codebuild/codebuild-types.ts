import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { project } from './project.ts';

export const codebuildTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_codebuild_project: project,
};

export const codebuildDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
