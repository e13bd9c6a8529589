import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { platformApplication } from './platform-application.ts';
import { topic } from './topic.ts';
import { topicData } from './topic-data.ts';
import { topicDataProtectionPolicy } from './topic-data-protection-policy.ts';
import { topicPolicy } from './topic-policy.ts';
import { topicSubscription } from './topic-subscription.ts';

export const snsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_sns_platform_application: platformApplication,
  aws_sns_topic: topic,
  aws_sns_topic_data_protection_policy: topicDataProtectionPolicy,
  aws_sns_topic_policy: topicPolicy,
  aws_sns_topic_subscription: topicSubscription,
};

export const snsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_sns_topic: topicData,
};
