import { createVerify } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { signedText } from './envelope.ts';
import { createNotificationWorld, endpoint, queueArnOf } from './notification-test-world.ts';

const letSns = (queueName: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArnOf(queueName),
        Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:news' } },
      },
    ],
  });

const isSigned = (
  { publicKey }: { readonly publicKey: string },
  body: string,
  algorithm = 'RSA-SHA1',
): boolean => {
  const envelope = JSON.parse(body) as Record<string, string>;
  return createVerify(algorithm)
    .update(signedText(envelope))
    .verify(publicKey, envelope['Signature'] ?? '', 'base64');
};

describe('a queue that is subscribed', () => {
  it('gets the message in a signed envelope', async () => {
    const test = await createNotificationWorld();
    const { call } = test;
    const url = test.queue('orders');
    const TopicArn = test.topic('news');
    call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('orders') });
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
    const { MessageId } = call('sns', 'Publish', { TopicArn, Subject: 's', Message: 'm', MessageAttributes });
    await test.clock.advance(0);
    const [{ Body = '' } = {}, ...others] = test.messages(url);
    expect(others).toEqual([]);
    expect(JSON.parse(Body)).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 's',
      Message: 'm',
      SignatureVersion: '1',
      SigningCertURL: expect.stringMatching(/^http:\/\/localhost:4566\/SimpleNotificationService-\w+\.pem$/),
      UnsubscribeURL: expect.stringContaining('Action=Unsubscribe'),
      MessageAttributes: { kind: { Type: 'String', Value: 'order' } },
    });
    expect(isSigned(test, Body)).toBe(true);
    expect(isSigned(test, Body.replace('"Message":"m"', '"Message":"n"'))).toBe(false);
    expect(test.metric('NumberOfMessagesPublished', 'news')).toBe(1);
    expect(test.metric('NumberOfNotificationsDelivered', 'news')).toBe(1);
  });

  it('is sent SHA256 signatures where the topic asks for them', async () => {
    const test = await createNotificationWorld();
    const url = test.queue('orders');
    const TopicArn = test.topic('news', { SignatureVersion: '2' });
    test.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('orders') });
    test.call('sns', 'Publish', { TopicArn, Message: 'm' });
    await test.clock.advance(0);
    const body = test.messages(url)[0]?.Body ?? '';
    expect(isSigned(test, body, 'RSA-SHA256')).toBe(true);
    expect(isSigned(test, body)).toBe(false);
  });

  it('gets only the message and its attributes by raw delivery', async () => {
    const test = await createNotificationWorld();
    const url = test.queue('orders');
    const TopicArn = test.topic('news');
    const Attributes = { RawMessageDelivery: 'true' };
    test.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('orders'), Attributes });
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
    test.call('sns', 'Publish', {
      TopicArn,
      Message: JSON.stringify({ default: 'd', sqs: 'for queues' }),
      MessageStructure: 'json',
      MessageAttributes,
    });
    await test.clock.advance(0);
    expect(test.messages(url)).toMatchObject([{ Body: 'for queues', MessageAttributes }]);
  });

  it('of a FIFO topic gets messages in their order, with group and deduplication id', async () => {
    const test = await createNotificationWorld();
    const url = test.queue('orders.fifo', { FifoQueue: 'true' });
    const TopicArn = test.topic('news.fifo', { FifoTopic: 'true' });
    const Attributes = { RawMessageDelivery: 'true' };
    const Endpoint = queueArnOf('orders.fifo');
    test.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint, Attributes });
    const texts = Array.from({ length: 9 }, (_, index) => `m${index}`);
    for (const Message of texts)
      test.call('sns', 'Publish', {
        TopicArn,
        Message,
        MessageGroupId: 'g',
        MessageDeduplicationId: Message,
      });
    await test.clock.advance(0);
    const received = test.messages(url);
    expect(received.map(({ Body }) => Body)).toEqual(texts);
    expect(received[3]?.Attributes).toMatchObject({ MessageGroupId: 'g', MessageDeduplicationId: 'm3' });
  });

  it('must let SNS where policies are enforced; elsewhere what AWS would refuse is noted', async () => {
    for (const [isEnforced, policy, arrives, noted] of [
      [true, '', 0, 1],
      [true, letSns('orders'), 1, 0],
      [false, '', 1, 1],
    ] as const) {
      const test = await createNotificationWorld({ isEnforced });
      const url = test.queue('orders', { Policy: policy });
      const TopicArn = test.topic('news');
      test.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('orders') });
      test.call('sns', 'Publish', { TopicArn, Message: 'm' });
      await test.clock.advance(0);
      expect(test.messages(url).length).toBe(arrives);
      expect(test.denials.length).toBe(noted);
    }
  });

  it('that is gone is not tried again; the dead-letter queue of the subscription gets the message', async () => {
    const test = await createNotificationWorld();
    const dead = test.queue('dead');
    const TopicArn = test.topic('news');
    const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArnOf('dead') }) };
    test.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('gone'), Attributes });
    test.call('sns', 'Publish', { TopicArn, Message: 'm' });
    await test.clock.advance(0);
    expect(test.notifications()[0]?.observed).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      errorMessage: `The queue ${queueArnOf('gone')} does not exist.`,
      deadLetterArn: queueArnOf('dead'),
    });
    expect(test.messages(dead).length).toBe(1);
    expect(test.metric('NumberOfNotificationsFailed', 'news')).toBe(1);
    expect(test.metric('NumberOfNotificationsRedrivenToDlq', 'news')).toBe(1);
  });
});

describe('an HTTP endpoint', () => {
  /** Confirmed as an endpoint does it: with the token of what it was sent. */
  async function subscribed(statuses: number[], Attributes: Record<string, string> = {}) {
    const test = await createNotificationWorld();
    const server = await endpoint(200, ...statuses);
    const TopicArn = test.topic('news');
    test.call('sns', 'Subscribe', { TopicArn, Protocol: 'http', Endpoint: server.url, Attributes });
    await test.clock.advance(0);
    await vi.waitFor(() => expect(server.received.length).toBe(1));
    const confirmation = JSON.parse(server.received[0]?.body ?? '{}') as Record<string, string>;
    const url = new URL(confirmation['SubscribeURL'] ?? '');
    test.call('sns', 'ConfirmSubscription', {
      TopicArn: url.searchParams.get('TopicArn') ?? '',
      Token: url.searchParams.get('Token') ?? '',
    });
    const publish = async () => {
      test.call('sns', 'Publish', { TopicArn, Message: 'm' });
      await test.clock.advance(0);
    };
    const last = () => test.notifications().at(-1)?.observed;
    return { ...test, server, confirmation, publish, last };
  }

  it('is sent a signed confirmation, and after it the messages, with AWS headers', async () => {
    const test = await subscribed([200]);
    const [first] = test.server.received;
    expect(first?.headers).toMatchObject({ 'x-amz-sns-message-type': 'SubscriptionConfirmation' });
    expect(test.confirmation).toMatchObject({ Type: 'SubscriptionConfirmation' });
    expect(isSigned(test, first?.body ?? '')).toBe(true);
    await test.publish();
    await vi.waitFor(() => expect(test.last()?.status).toBe('DELIVERED'));
    expect(test.server.received[1]?.headers).toMatchObject({
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-topic-arn': 'arn:aws:sns:us-east-1:123456789012:news',
      'x-amz-sns-subscription-arn': test.notifications()[0]?.subscriptionArn,
      'content-type': 'text/plain; charset=UTF-8',
    });
  });

  it('is told of the end of its subscription, and can restore it', async () => {
    const test = await subscribed([200]);
    const TopicArn = 'arn:aws:sns:us-east-1:123456789012:news';
    const arns = () =>
      test
        .call('sns', 'ListSubscriptionsByTopic', { TopicArn })
        .Subscriptions?.map((row) => row.SubscriptionArn);
    const [SubscriptionArn = ''] = arns() ?? [];
    test.call('sns', 'Unsubscribe', { SubscriptionArn });
    await test.clock.advance(0);
    await vi.waitFor(() => expect(test.last()?.status).toBe('DELIVERED'));
    const sent = test.server.received[1];
    expect(sent?.headers).toMatchObject({ 'x-amz-sns-message-type': 'UnsubscribeConfirmation' });
    expect(isSigned(test, sent?.body ?? '')).toBe(true);
    const told = JSON.parse(sent?.body ?? '{}') as Record<string, string>;
    expect(told).toMatchObject({
      Type: 'UnsubscribeConfirmation',
      TopicArn,
      Message: expect.stringContaining(
        `You have chosen to deactivate subscription ${SubscriptionArn}.`,
      ) as string,
    });
    expect(told['UnsubscribeURL']).toBeUndefined();
    expect(arns()).toEqual([]);
    const Token = new URL(told['SubscribeURL'] ?? '').searchParams.get('Token') ?? '';
    expect(test.call('sns', 'ConfirmSubscription', { TopicArn, Token }).SubscriptionArn).toBe(
      SubscriptionArn,
    );
    expect(arns()).toEqual([SubscriptionArn]);
    expect(() => test.call('sns', 'ConfirmSubscription', { TopicArn, Token })).toThrow('Token');
    await test.publish();
    await vi.waitFor(() =>
      expect(test.server.received[2]?.headers).toMatchObject({ 'x-amz-sns-message-type': 'Notification' }),
    );
  });

  it('cannot restore its subscription after two days, or once the topic has gone', async () => {
    const test = await subscribed([200]);
    const TopicArn = 'arn:aws:sns:us-east-1:123456789012:news';
    const end = () => {
      const [row] = test.call('sns', 'ListSubscriptionsByTopic', { TopicArn }).Subscriptions ?? [];
      test.call('sns', 'Unsubscribe', { SubscriptionArn: row?.SubscriptionArn });
      return test.notifications().at(-1)?.token;
    };
    const confirm = (Token: string | undefined) => () =>
      test.call('sns', 'ConfirmSubscription', { TopicArn, Token });
    const first = end();
    await test.clock.advance(2 * 86_400_000 - 1);
    confirm(first)();
    const second = end();
    await test.clock.advance(2 * 86_400_000);
    expect(confirm(second)).toThrow('Token');
    test.call('sns', 'DeleteTopic', { TopicArn });
    test.topic('news');
    expect(confirm(second)).toThrow('Token');
  });

  it('is tried again after 20 seconds as long as it fails', async () => {
    const test = await subscribed([503, 429, 200]);
    await test.publish();
    for (const attempts of [1, 2]) {
      await vi.waitFor(() => expect(test.last()).toMatchObject({ status: 'PENDING', attempts }));
      await test.clock.advance(19_999);
      expect(test.server.received.length).toBe(1 + attempts);
      await test.clock.advance(1);
    }
    await vi.waitFor(() => expect(test.last()).toMatchObject({ status: 'DELIVERED', attempts: 3 }));
  });

  it('that refuses is not tried again', async () => {
    const test = await subscribed([403, 200]);
    await test.publish();
    await vi.waitFor(() => expect(test.last()).toMatchObject({ status: 'FAILED', attempts: 1 }));
    await test.clock.advance(60_000);
    expect(test.server.received.length).toBe(2);
    expect(test.metric('NumberOfNotificationsFailed', 'news')).toBe(1);
  });

  it('is given up after the retries of its own policy', async () => {
    const DeliveryPolicy = JSON.stringify({
      healthyRetryPolicy: { numRetries: 1, minDelayTarget: 5, maxDelayTarget: 5 },
    });
    const test = await subscribed([500], { DeliveryPolicy });
    await test.publish();
    await vi.waitFor(() => expect(test.last()).toMatchObject({ status: 'PENDING', attempts: 1 }));
    await test.clock.advance(5000);
    await vi.waitFor(() => expect(test.last()).toMatchObject({ status: 'FAILED', attempts: 2 }));
  });
});
