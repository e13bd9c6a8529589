import { expect, it } from 'vitest';
import {
  createNotificationWorld,
  queueArnOf,
} from '../../controllers/notifications/notification-test-world.ts';
import { failedNotifications, notificationProblem } from './notifications.ts';

it('tells of a subscription that does not get its messages, for as long as it fails', async () => {
  const world = await createNotificationWorld();
  const { call } = world;
  const problems = () =>
    failedNotifications(world.context.store, world.clock.now()).map((row) =>
      notificationProblem(row, (resource) => (resource.endsWith(':news') ? 'sns.tf:1' : undefined)),
    );
  const TopicArn = world.topic('news');
  call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('orders') });
  call('sns', 'Subscribe', { TopicArn, Protocol: 'sms', Endpoint: '+41791234567' });
  const publish = async () => {
    call('sns', 'Publish', { TopicArn, Message: 'm' });
    await world.clock.advance(0);
  };
  await publish();
  expect(problems()).toEqual([
    {
      resource: `topic news, sqs subscription of ${queueArnOf('orders')}`,
      cause: `A message was not delivered: The queue ${queueArnOf('orders')} does not exist.`,
      place: 'sns.tf:1',
    },
  ]);
  world.queue('orders');
  await publish();
  expect(problems()).toEqual([]);
  call('sqs', 'DeleteQueue', { QueueUrl: 'orders' });
  await publish();
  expect(problems()).toHaveLength(1);
  await world.clock.advance(600_000);
  expect(problems()).toEqual([]);
});
