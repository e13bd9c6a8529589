import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { policy } from './policy.ts';
import { scheduledAction } from './scheduled-action.ts';
import { target } from './target.ts';

export const appautoscalingTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_appautoscaling_policy: policy,
  aws_appautoscaling_scheduled_action: scheduledAction,
  aws_appautoscaling_target: target,
};

export const appautoscalingDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
