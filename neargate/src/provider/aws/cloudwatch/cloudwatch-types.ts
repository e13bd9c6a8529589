import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { compositeAlarm } from './composite-alarm.ts';
import { metricAlarm } from './metric-alarm.ts';

export const cloudwatchTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_cloudwatch_composite_alarm: compositeAlarm,
  aws_cloudwatch_metric_alarm: metricAlarm,
};

export const cloudwatchDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
