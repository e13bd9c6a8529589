import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { queueDataSchema } from './queue-data-schema.ts';

export const queueData: DataSource<AwsClient> = {
  schema: queueDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const found = await orAbsent(client.call('sqs', 'GetQueueUrl', { QueueName: name }), 'QueueDoesNotExist');
    const QueueUrl = found?.QueueUrl;
    if (QueueUrl === undefined) throw notFoundError('SQS Queue', name);
    const { Attributes } = await client.call('sqs', 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['QueueArn'],
    });
    const { Tags = {} } = await client.call('sqs', 'ListQueueTags', { QueueUrl });
    return { id: QueueUrl, arn: Attributes?.QueueArn ?? null, name, tags: Tags, url: QueueUrl };
  },
};
