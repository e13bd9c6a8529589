import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { queue } from './queue.ts';
import { queueData } from './queue-data.ts';
import { queuePolicy } from './queue-policy.ts';
import { queueRedriveAllowPolicy } from './queue-redrive-allow-policy.ts';
import { queueRedrivePolicy } from './queue-redrive-policy.ts';

export const sqsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_sqs_queue: queue,
  aws_sqs_queue_policy: queuePolicy,
  aws_sqs_queue_redrive_allow_policy: queueRedriveAllowPolicy,
  aws_sqs_queue_redrive_policy: queueRedrivePolicy,
};

export const sqsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_sqs_queue: queueData,
};
