import { describe, expect, it } from 'vitest';
import { createInvoke } from '../invoke.ts';
import { createTestContext, type TestContext } from '../test-context.ts';

function createQueue({ call }: TestContext, QueueName: string, Attributes = {}): string {
  return call('sqs', 'CreateQueue', { QueueName, Attributes }).QueueUrl ?? '';
}

const bodies = (output: { Messages?: { Body?: string | undefined }[] | undefined }) =>
  (output.Messages ?? []).map(({ Body }) => Body);

describe('a standard queue', () => {
  it('hides what was received until its visibility timeout, and deletes by the latest receipt handle only', async () => {
    const test = await createTestContext();
    const { call, clock } = test;
    const QueueUrl = createQueue(test, 'orders', { VisibilityTimeout: '10' });
    const sent = call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'one' });
    expect(sent.MD5OfMessageBody).toBe('f97c5d29941bfb1b2fdab0874906ab82');
    const first = call('sqs', 'ReceiveMessage', { QueueUrl }).Messages?.[0];
    expect(first?.Body).toBe('one');
    expect(bodies(call('sqs', 'ReceiveMessage', { QueueUrl }))).toEqual([]);
    await clock.advance(10_000);
    const second = call('sqs', 'ReceiveMessage', { QueueUrl, MessageSystemAttributeNames: ['All'] })
      .Messages?.[0];
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
    call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle });
    const count = () =>
      call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }).Attributes
        ?.ApproximateNumberOfMessagesNotVisible;
    expect(count()).toBe('1');
    call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle: second?.ReceiptHandle });
    expect(count()).toBe('0');
  });

  it('moves what was received too often to its dead-letter queue', async () => {
    const test = await createTestContext();
    const { call } = test;
    const dead = createQueue(test, 'dead');
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead',
      maxReceiveCount: 2,
    });
    const QueueUrl = createQueue(test, 'orders', { RedrivePolicy, VisibilityTimeout: '0' });
    call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'poison' });
    for (const expected of [['poison'], ['poison'], []])
      expect(bodies(call('sqs', 'ReceiveMessage', { QueueUrl }))).toEqual(expected);
    expect(bodies(call('sqs', 'ReceiveMessage', { QueueUrl: dead }))).toEqual(['poison']);
    expect(call('sqs', 'ListDeadLetterSourceQueues', { QueueUrl: dead }).queueUrls).toEqual([QueueUrl]);
  });

  it('delays messages and drops those that are older than it keeps them', async () => {
    const test = await createTestContext();
    const { call, clock } = test;
    const QueueUrl = createQueue(test, 'orders', { MessageRetentionPeriod: '60' });
    call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'later', DelaySeconds: 5 });
    expect(bodies(call('sqs', 'ReceiveMessage', { QueueUrl }))).toEqual([]);
    await clock.advance(5000);
    expect(bodies(call('sqs', 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 0 }))).toEqual(['later']);
    await clock.advance(55_000);
    expect(bodies(call('sqs', 'ReceiveMessage', { QueueUrl }))).toEqual([]);
  });

  it('digests attributes as AWS does', async () => {
    const test = await createTestContext();
    const QueueUrl = createQueue(test, 'orders');
    const sent = test.call('sqs', 'SendMessage', {
      QueueUrl,
      MessageBody: 'x',
      MessageAttributes: { test: { DataType: 'String', StringValue: 'value' } },
    });
    // md5 of 4-byte lengths, "test", "String", 1, "value": computed beside with Python's hashlib.
    expect(sent.MD5OfMessageAttributes).toBe('9c35d992dee4528f7d20c274d61e16f5');
  });

  it('answers a long poll as soon as a message is there, and empty at its end', async () => {
    const test = await createTestContext();
    const QueueUrl = createQueue(test, 'orders');
    const invoke = createInvoke(test.context);
    const receive = () =>
      invoke('sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, test.context.caller);
    const waiting = receive();
    await test.clock.advance(3000);
    test.call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'at last' });
    expect(bodies(await waiting)).toEqual(['at last']);
    const inVain = receive();
    await test.clock.advance(20_000);
    expect(bodies(await inVain)).toEqual([]);
  });
});

describe('a FIFO queue', () => {
  it('takes a message once in five minutes, keeps the order of a group and waits for what is in flight', async () => {
    const test = await createTestContext();
    const { call, clock } = test;
    const QueueUrl = createQueue(test, 'orders.fifo', {
      FifoQueue: 'true',
      ContentBasedDeduplication: 'true',
    });
    const send = (MessageBody: string, MessageGroupId: string) =>
      call('sqs', 'SendMessage', { QueueUrl, MessageBody, MessageGroupId });
    const first = send('a1', 'a');
    expect(send('a1', 'a').MessageId).toBe(first.MessageId);
    send('a2', 'a');
    send('b1', 'b');
    const receive = () => call('sqs', 'ReceiveMessage', { QueueUrl });
    const a1 = receive().Messages?.[0];
    expect(a1?.Body).toBe('a1');
    expect(bodies(receive())).toEqual(['b1']);
    expect(bodies(receive())).toEqual([]);
    call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle: a1?.ReceiptHandle });
    expect(bodies(receive())).toEqual(['a2']);
    await clock.advance(300_000);
    expect(send('a1', 'a').MessageId).not.toBe(first.MessageId);
    expect(() => call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' })).toThrow('MessageGroupId');
  });
});

describe('what is refused', () => {
  it('says so in the words of AWS', async () => {
    const test = await createTestContext();
    const { call } = test;
    expect(() => call('sqs', 'CreateQueue', { QueueName: 'a b' })).toThrow('alphanumeric');
    expect(() => createQueue(test, 'q', { VisibilityTimeout: '50000' })).toThrow('VisibilityTimeout');
    expect(() => createQueue(test, 'q', { ContentBasedDeduplication: 'true' })).toThrow('Unknown Attribute');
    const QueueUrl = createQueue(test, 'q');
    expect(() => createQueue(test, 'q', { DelaySeconds: '7' })).toThrow('different value for attribute');
    expect(() => call('sqs', 'SendMessage', { QueueUrl: 'http://x/1/none', MessageBody: 'x' })).toThrow(
      'does not exist',
    );
    expect(() => call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 11 })).toThrow(
      'between 1 and 10',
    );
    expect(() => call('sqs', 'SendMessageBatch', { QueueUrl, Entries: [] })).toThrow('at least one');
  });
});

describe('a dead-letter queue', () => {
  it('must be there, of the same kind, and take dead letters of the queue', async () => {
    const test = await createTestContext();
    const redrive = (name: string) =>
      JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:us-east-1:123456789012:${name}`,
        maxReceiveCount: 3,
      });
    const RedrivePolicy = redrive('dead');
    expect(() => createQueue(test, 'q', { RedrivePolicy })).toThrow('Dead letter target does not exist.');
    createQueue(test, 'dead', { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    expect(() => createQueue(test, 'q', { RedrivePolicy })).toThrow('does not allow this queue');
    createQueue(test, 'dead.fifo', { FifoQueue: 'true' });
    expect(() => createQueue(test, 'q', { RedrivePolicy: redrive('dead.fifo') })).toThrow(
      'same type of queue',
    );
    expect(() => createQueue(test, 'r', { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' })).toThrow(
      'RedriveAllowPolicy',
    );
  });
});

describe('permissions of a queue', () => {
  it('are statements of its policy, by label', async () => {
    const test = await createTestContext();
    const { call } = test;
    const QueueUrl = createQueue(test, 'orders');
    const policy = () =>
      call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['Policy'] }).Attributes?.Policy;
    const add = (Label: string, Actions: string[]) =>
      call('sqs', 'AddPermission', { QueueUrl, Label, AWSAccountIds: ['210987654321'], Actions });
    add('partner', ['SendMessage']);
    expect(JSON.parse(policy() ?? '')).toEqual({
      Version: '2008-10-17',
      Id: 'arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy',
      Statement: [
        {
          Sid: 'partner',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::210987654321:root' },
          Action: 'SQS:SendMessage',
          Resource: 'arn:aws:sqs:us-east-1:123456789012:orders',
        },
      ],
    });
    expect(() => add('partner', ['SendMessage'])).toThrow('Already exists');
    expect(() => add('other', ['DeleteQueue'])).toThrow('Only the queue owner');
    call('sqs', 'RemovePermission', { QueueUrl, Label: 'partner' });
    expect(policy()).toBeUndefined();
    expect(() => call('sqs', 'RemovePermission', { QueueUrl, Label: 'partner' })).toThrow("can't find label");
  });
});
