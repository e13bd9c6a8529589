import { expect, it } from 'vitest';
import { createTestContext } from '../../services/test-context.ts';
import { missingReceivers, receiverProblem } from './missing-receivers.ts';

const account = 'us-east-1:123456789012';

it('tells of queues and topics that a bucket or a repository is to tell and that are gone', async () => {
  const { call, context } = await createTestContext();
  const problems = () =>
    missingReceivers(context.store).map((one) => receiverProblem(one, (id) => `${id}.tf:1`));
  call('sqs', 'CreateQueue', { QueueName: 'inbox' });
  const { TopicArn = '' } = call('sns', 'CreateTopic', { Name: 'pushes' });
  call('s3', 'CreateBucket', { Bucket: 'uploads' });
  call('s3', 'PutBucketNotificationConfiguration', {
    Bucket: 'uploads',
    NotificationConfiguration: {
      QueueConfigurations: [{ QueueArn: `arn:aws:sqs:${account}:inbox`, Events: ['s3:ObjectCreated:*'] }],
    },
  });
  call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
  const triggers = [TopicArn, `arn:aws:lambda:${account}:function:hook`].map((destinationArn, index) => ({
    name: `t${index}`,
    destinationArn,
    events: ['all' as const],
  }));
  call('codecommit', 'PutRepositoryTriggers', { repositoryName: 'shop', triggers });
  expect(problems()).toEqual([]);

  call('sqs', 'DeleteQueue', { QueueUrl: 'inbox' });
  call('sns', 'DeleteTopic', { TopicArn });
  expect(problems()).toMatchObject([
    {
      resource: 'notification of bucket uploads',
      cause: `arn:aws:sqs:${account}:inbox does not exist: what it is to be told of is lost.`,
      place: 'uploads.tf:1',
    },
    { resource: 'trigger t0 of repository shop', place: 'shop.tf:1' },
  ]);
});
