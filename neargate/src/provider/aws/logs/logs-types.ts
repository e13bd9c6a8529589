import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { logGroup } from './log-group.ts';
import { logGroupData } from './log-group-data.ts';
import { logStream } from './log-stream.ts';

export const logsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_log_stream: logStream,
};

export const logsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_cloudwatch_log_group: logGroupData,
};
