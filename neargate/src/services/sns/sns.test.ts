import { describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../test-context.ts';
import { snsTables } from './store.ts';

const queueArn = 'arn:aws:sqs:us-east-1:123456789012:orders';

async function world(name = 'news', Attributes: Record<string, string> = {}) {
  const test = await createTestContext();
  const TopicArn = test.call('sns', 'CreateTopic', { Name: name, Attributes }).TopicArn ?? '';
  return { ...test, TopicArn };
}

const sent = ({ context }: TestContext) => [
  ...snsTables(context.store, '123456789012/us-east-1').notifications.values(),
];

describe('a topic', () => {
  it('is made once, and again only with the same attributes and tags', async () => {
    const { call, TopicArn } = await world('news', { DisplayName: 'News' });
    expect(TopicArn).toBe('arn:aws:sns:us-east-1:123456789012:news');
    expect(call('sns', 'CreateTopic', { Name: 'news' }).TopicArn).toBe(TopicArn);
    const again = (DisplayName: string) =>
      call('sns', 'CreateTopic', { Name: 'news', Attributes: { DisplayName } });
    expect(again('News').TopicArn).toBe(TopicArn);
    expect(() => again('Other')).toThrow('Topic already exists with different attributes');
    expect(() => call('sns', 'CreateTopic', { Name: 'news', Tags: [{ Key: 'team', Value: 'a' }] })).toThrow(
      'Topic already exists with different tags',
    );
  });

  it('is refused with a name or an attribute that is none', async () => {
    const { call, TopicArn } = await world();
    expect(() => call('sns', 'CreateTopic', { Name: 'a b' })).toThrow('Invalid parameter: Topic Name');
    expect(() => call('sns', 'CreateTopic', { Name: 'news', Attributes: { FifoTopic: 'true' } })).toThrow(
      'must end with .fifo',
    );
    const set = (AttributeName: string, AttributeValue: string) =>
      call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    expect(() => set('Nonsense', '1')).toThrow('Invalid parameter: AttributeName');
    expect(() => set('SignatureVersion', '3')).toThrow('SignatureVersion');
    expect(() => set('Policy', '{')).toThrow('Invalid parameter: Policy');
    const DeliveryPolicy = JSON.stringify({ http: { defaultHealthyRetryPolicy: { numRetries: 101 } } });
    expect(() => set('DeliveryPolicy', DeliveryPolicy)).toThrow('numRetries must be between 0 and 100');
  });

  it('takes its subscriptions with it', async () => {
    const { call, TopicArn } = await world();
    const { SubscriptionArn } = call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn });
    call('sns', 'DeleteTopic', { TopicArn });
    expect(() => call('sns', 'GetSubscriptionAttributes', { SubscriptionArn })).toThrow(
      'Subscription does not exist',
    );
    expect(() => call('sns', 'GetTopicAttributes', { TopicArn })).toThrow('Topic does not exist');
    call('sns', 'DeleteTopic', { TopicArn });
  });

  it('is shared and tagged', async () => {
    const { call, TopicArn } = await world();
    const share = () =>
      call('sns', 'AddPermission', {
        TopicArn,
        Label: 'partner',
        AWSAccountId: ['210987654321'],
        ActionName: ['Publish'],
      });
    share();
    expect(share).toThrow('Statement already exists');
    const policy = () => call('sns', 'GetTopicAttributes', { TopicArn }).Attributes?.['Policy'] ?? '';
    expect(policy()).toContain('"SNS:Publish","Resource":"' + TopicArn);
    call('sns', 'RemovePermission', { TopicArn, Label: 'partner' });
    expect(policy()).not.toContain('partner');
    call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: [{ Key: 'team', Value: 'a' }] });
    expect(call('sns', 'ListTagsForResource', { ResourceArn: TopicArn }).Tags).toEqual([
      { Key: 'team', Value: 'a' },
    ]);
    call('sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: ['team'] });
    expect(call('sns', 'ListTagsForResource', { ResourceArn: TopicArn }).Tags).toEqual([]);
    expect(() => call('sns', 'ListTagsForResource', { ResourceArn: `${TopicArn}x` })).toThrow(
      'Resource does not exist',
    );
  });
});

describe('a subscription', () => {
  it('of a queue is there at once; an HTTP endpoint has to confirm with its token', async () => {
    const test = await world();
    const { call, TopicArn } = test;
    const queue = call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn });
    expect(call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn })).toEqual(queue);
    const http = call('sns', 'Subscribe', { TopicArn, Protocol: 'http', Endpoint: 'http://localhost:1/x' });
    expect(http.SubscriptionArn).toBe('pending confirmation');
    const pending = sent(test).find(({ kind }) => kind === 'SubscriptionConfirmation');
    expect(() => call('sns', 'ConfirmSubscription', { TopicArn, Token: 'wrong' })).toThrow('Token');
    const counts = () => {
      const { Attributes } = call('sns', 'GetTopicAttributes', { TopicArn });
      return ['Confirmed', 'Pending', 'Deleted'].map((kind) => Attributes?.[`Subscriptions${kind}`]);
    };
    expect(counts()).toEqual(['1', '1', '0']);
    const confirmed = call('sns', 'ConfirmSubscription', { TopicArn, Token: pending?.token });
    expect(confirmed.SubscriptionArn).toBe(pending?.subscriptionArn);
    expect(counts()).toEqual(['2', '0', '0']);
    call('sns', 'Unsubscribe', { SubscriptionArn: queue.SubscriptionArn });
    expect(counts()).toEqual(['1', '0', '1']);
  });

  it.each([
    [{ Protocol: 'pigeon', Endpoint: 'x' }, 'does not support this protocol string'],
    [{ Protocol: 'sqs', Endpoint: 'orders' }, 'SQS endpoint ARN'],
    [{ Protocol: 'http', Endpoint: 'https://a' }, 'must match the specified protocol'],
    [{ Protocol: 'sqs', Endpoint: `${queueArn}.fifo` }, 'FIFO SQS Queues can not be subscribed'],
    [{ Protocol: 'sqs', Endpoint: queueArn, Attributes: { FilterPolicy: '[]' } }, 'failed to parse JSON'],
    [
      { Protocol: 'sqs', Endpoint: queueArn, Attributes: { FilterPolicy: '{"a":{"b":["c"]}}' } },
      'does not support nested',
    ],
    [{ Protocol: 'email', Endpoint: 'a@b', Attributes: { RawMessageDelivery: 'true' } }, 'raw message'],
    [{ Protocol: 'sqs', Endpoint: queueArn, Attributes: { RedrivePolicy: '{}' } }, 'deadLetterTargetArn'],
  ])('is refused: %j', async (input, message) => {
    const { call, TopicArn } = await world();
    expect(() => call('sns', 'Subscribe', { TopicArn, ...input })).toThrow(message);
  });

  it('that Neargate does not serve says that nothing was sent', async () => {
    const test = await world();
    const { call, TopicArn } = test;
    call('sns', 'Subscribe', { TopicArn, Protocol: 'sms', Endpoint: '+15555550100' });
    call('sns', 'Publish', { TopicArn, Message: 'x' });
    expect(sent(test)[0]?.observed).toMatchObject({ status: 'NOT_SENT', attempts: 0 });
  });
});

describe('publishing', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['{"kind":["order"]}', { kind: 'order' }, true],
    ['{"kind":["order"]}', { kind: 'refund' }, false],
    ['{"kind":["order"]}', {}, false],
    ['{"kind":[{"anything-but":"order"}]}', { kind: 'refund' }, true],
    ['{"kind":[{"prefix":"ord"}]}', { kind: 'order' }, true],
    ['{"kind":[{"suffix":"er"}]}', { kind: 'order' }, true],
    ['{"kind":[{"equals-ignore-case":"ORDER"}]}', { kind: 'order' }, true],
    ['{"price":[{"numeric":[">",10,"<=",20]}]}', { price: 20 }, true],
    ['{"price":[{"numeric":[">",10,"<=",20]}]}', { price: 10 }, false],
    ['{"kind":[{"exists":false}]}', {}, true],
    ['{"kind":[{"exists":true}]}', {}, false],
    ['{"ip":[{"cidr":"10.0.0.0/24"}]}', { ip: '10.0.0.9' }, true],
    ['{"$or":[{"kind":["a"]},{"price":[1]}]}', { price: 1 }, true],
    ['{"tags":["b"]}', { tags: ['a', 'b'] }, true],
    ['{"kind":["a"],"price":[1]}', { kind: 'a', price: 2 }, false],
    ['{}', {}, true],
  ])('filters by attributes: %s of %j is %s', async (FilterPolicy, values, passes) => {
    const test = await world();
    const { call, TopicArn } = test;
    call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes: { FilterPolicy } });
    const attribute = (value: unknown) =>
      Array.isArray(value)
        ? { DataType: 'String.Array', StringValue: JSON.stringify(value) }
        : { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) };
    const MessageAttributes = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, attribute(value)]),
    );
    call('sns', 'Publish', { TopicArn, Message: 'x', MessageAttributes });
    expect(sent(test).length).toBe(passes ? 1 : 0);
  });

  it('filters by the body where the scope says so; what is no JSON object passes no filter', async () => {
    const test = await world();
    const { call, TopicArn } = test;
    const Attributes = { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"order":{"state":["new"]}}' };
    call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes });
    for (const Message of ['{"order":{"state":"new"}}', '{"order":{"state":"old"}}', 'new'])
      call('sns', 'Publish', { TopicArn, Message });
    expect(sent(test).map(({ message }) => message.bodies['default'])).toEqual(['{"order":{"state":"new"}}']);
  });

  it.each([
    [{ Message: '' }, 'Empty message'],
    [{ Message: 'x'.repeat(262_145) }, 'Message too long'],
    [{ Message: 'x', Subject: 'a\nb' }, 'Subject'],
    [{ Message: '{}', MessageStructure: 'json' }, 'No default entry'],
    [{ Message: 'x', MessageStructure: 'json' }, 'failed to parse'],
    [{ Message: 'x', MessageDeduplicationId: 'a' }, 'not valid for this topic type'],
    [{ Message: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } }, 'non-empty'],
    [{ Message: 'x', MessageAttributes: { a: { DataType: 'Nothing', StringValue: 'x' } } }, 'type prefixes'],
  ])('is refused: %#', async (input, message) => {
    const { call, TopicArn } = await world();
    expect(() => call('sns', 'Publish', { TopicArn, ...input })).toThrow(message);
  });

  it('takes in what a FIFO topic got five minutes ago only once', async () => {
    const test = await world('news.fifo', { FifoTopic: 'true', ContentBasedDeduplication: 'true' });
    const { call, clock, TopicArn } = test;
    call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: `${queueArn}.fifo` });
    const publish = () => call('sns', 'Publish', { TopicArn, Message: 'x', MessageGroupId: 'g' });
    const first = publish();
    expect(publish()).toEqual(first);
    await clock.advance(5 * 60_000);
    const later = publish();
    expect(later.MessageId).not.toBe(first.MessageId);
    expect(BigInt(later.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
    expect(sent(test).length).toBe(2);
    expect(() => call('sns', 'Publish', { TopicArn, Message: 'x' })).toThrow('MessageGroupId');
  });

  it('of a batch answers for each entry', async () => {
    const { call, TopicArn } = await world();
    const batch = (...entries: { Id: string; Message: string }[]) =>
      call('sns', 'PublishBatch', { TopicArn, PublishBatchRequestEntries: entries });
    const { Successful, Failed } = batch({ Id: 'a', Message: 'x' }, { Id: 'b', Message: '' });
    expect(Successful).toMatchObject([{ Id: 'a' }]);
    expect(Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameter', SenderFault: true }]);
    expect(() => batch()).toThrow("doesn't contain any entries");
    expect(() => batch({ Id: 'a', Message: 'x' }, { Id: 'a', Message: 'y' })).toThrow('same Id');
    const half = 'x'.repeat(140_000);
    expect(() => batch({ Id: 'a', Message: half }, { Id: 'b', Message: half })).toThrow(
      'more than the limit',
    );
  });
});
