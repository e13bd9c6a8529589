import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { createTestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { queueControllers } from './queue-controllers.ts';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;

/** A queue `orders` whose messages are dead after one receive, with its dead-letter queue. */
async function world() {
  const test = await createTestContext();
  const { call, context, clock } = test;
  const create = (QueueName: string, Attributes = {}) =>
    call('sqs', 'CreateQueue', { QueueName, Attributes }).QueueUrl ?? '';
  const dead = create('dead');
  const orders = create('orders', {
    VisibilityTimeout: '0',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 }),
  });
  const kill = (count: number) => {
    for (let index = 0; index < count; index++)
      call('sqs', 'SendMessage', { QueueUrl: orders, MessageBody: `order ${index}` });
    for (let receives = 0; receives <= count; receives++)
      call('sqs', 'ReceiveMessage', { QueueUrl: orders, MaxNumberOfMessages: 10 });
  };
  const size = (QueueUrl: string) =>
    Number(
      call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }).Attributes
        ?.ApproximateNumberOfMessages,
    );
  const tasks = () =>
    call('sqs', 'ListMessageMoveTasks', { SourceArn: arnOf('dead'), MaxResults: 10 }).Results;
  const environment = {
    store: context.store,
    clock,
    log: silentLogger,
    timing: timing('aws'),
    contextOf: () => context,
  };
  const running = startReconcilers(queueControllers(environment), environment);
  return { ...test, dead, orders, create, kill, size, tasks, stop: () => running.stop() };
}

describe('a message move task', () => {
  it('brings dead letters back to where they came from, no faster than it was told', async () => {
    const test = await world();
    test.kill(5);
    expect(test.size(test.dead)).toBe(5);
    test.call('sqs', 'StartMessageMoveTask', { SourceArn: arnOf('dead'), MaxNumberOfMessagesPerSecond: 2 });
    await test.clock.advance(1000);
    expect(test.tasks()).toMatchObject([{ Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 4 }]);
    await test.clock.advance(2000);
    expect(test.tasks()).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 5, ApproximateNumberOfMessagesToMove: 5 },
    ]);
    expect([test.size(test.dead), test.size(test.orders)]).toEqual([0, 5]);
    await test.stop();
  });

  it('can be cancelled, and is refused where there are no dead letters', async () => {
    const test = await world();
    test.kill(3);
    const start = (name: string) =>
      test.call('sqs', 'StartMessageMoveTask', { SourceArn: arnOf(name), MaxNumberOfMessagesPerSecond: 1 });
    expect(() => start('orders')).toThrow('must be configured as a Dead Letter Queue');
    expect(() => start('nowhere')).toThrow("doesn't exist");
    const { TaskHandle } = start('dead');
    expect(() => start('dead')).toThrow('already a task running');
    await test.clock.advance(0);
    test.call('sqs', 'CancelMessageMoveTask', { TaskHandle });
    await test.clock.advance(5000);
    expect(test.tasks()).toMatchObject([{ Status: 'CANCELLED' }]);
    expect(test.size(test.dead)).toBeGreaterThan(0);
    await test.stop();
  });
});

describe('the metrics of a queue', () => {
  it('say every minute how many messages it holds', async () => {
    const test = await world();
    test.call('sqs', 'SendMessage', { QueueUrl: test.orders, MessageBody: 'x' });
    await test.clock.advance(120_000);
    const { Datapoints = [] } = test.call('cloudwatch', 'GetMetricStatistics', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
      StartTime: new Date(test.clock.now() - 120_000),
      EndTime: new Date(test.clock.now()),
      Period: 60,
      Statistics: ['Maximum'],
    });
    expect(Datapoints.map(({ Maximum }) => Maximum)).toContain(1);
    await test.stop();
  });
});
