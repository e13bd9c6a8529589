import { beforeEach, describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const arn = 'arn:aws:sqs:us-east-1:123456789012:jobs';

describe('aws_sqs_queue', () => {
  it('is a queue that takes messages at the URL that Terraform hands on', async () => {
    const resource = world.resource('aws_sqs_queue');
    const body = 'name = "jobs"\nvisibility_timeout_seconds = 60\ntags = { A = "1" }';
    const created = await resource.apply(body);
    expect(created).toMatchObject({
      arn,
      url: created['id'],
      fifo_queue: false,
      max_message_size: 262144,
      message_retention_seconds: 345600,
      sqs_managed_sse_enabled: true,
      deduplication_scope: '',
      redrive_policy: '',
      kms_data_key_reuse_period_seconds: 300,
    });
    const QueueUrl = requiredText(created, 'url');
    world.call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'job' });
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('sqs', 'ListQueues', {}).QueueUrls).toEqual([]);
  });

  it('changes in place, takes back what others changed, and is made anew when it is gone', async () => {
    const resource = world.resource('aws_sqs_queue');
    await resource.apply('name = "dead"');
    const jobs = world.resource('aws_sqs_queue');
    const redrive = `name = "jobs"\nredrive_policy = jsonencode({ deadLetterTargetArn = "${requiredText(resource.state ?? {}, 'arn')}", maxReceiveCount = 3 })`;
    await jobs.apply('name = "jobs"\ndelay_seconds = 5');
    const QueueUrl = requiredText(await jobs.apply(redrive), 'id');
    const attributes = () =>
      world.call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }).Attributes;
    expect(attributes()).toMatchObject({ DelaySeconds: '0', RedrivePolicy: expect.any(String) as string });
    expect((await jobs.plan(redrive)).action).toBe('no-op');
    world.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '5' } });
    expect((await jobs.plan(redrive)).action).toBe('update');
    expect((await jobs.plan('name = "others"')).action).toBe('replace');
    world.call('sqs', 'DeleteQueue', { QueueUrl });
    expect((await jobs.plan(redrive)).action).toBe('create');
  });

  it('has one encryption at a time', async () => {
    const resource = world.resource('aws_sqs_queue');
    await resource.apply('name = "jobs"');
    await resource.apply('name = "jobs"\nkms_master_key_id = "alias/aws/sqs"');
    expect(resource.state).toMatchObject({ sqs_managed_sse_enabled: false });
    await resource.apply('name = "jobs"\nsqs_managed_sse_enabled = false');
    expect((await resource.plan('name = "jobs"\nsqs_managed_sse_enabled = false')).action).toBe('no-op');
  });

  it('makes a name up', async () => {
    const resource = world.resource('aws_sqs_queue');
    const body = 'name_prefix = "q-"\nfifo_queue = true\ncontent_based_deduplication = true';
    expect(await resource.apply(body)).toMatchObject({
      name: expect.stringMatching(/^q-[0-9a-f]{26}\.fifo$/) as string,
      name_prefix: 'q-',
      deduplication_scope: 'queue',
      fifo_throughput_limit: 'perQueue',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it.each([
    ['name = "a b"', 'invalid queue name: a b'],
    ['name = "jobs"\nfifo_queue = true', 'invalid queue name: jobs'],
    ['content_based_deduplication = true', 'content-based deduplication can only be set for FIFO queue'],
    ['policy = "{"', 'invalid JSON'],
  ])('refuses %s', async (body, message) => {
    await expect(world.resource('aws_sqs_queue').apply(body)).rejects.toThrow(message);
  });
});

describe('of a queue', () => {
  let queueUrl = '';

  beforeEach(async () => {
    queueUrl = requiredText(await world.resource('aws_sqs_queue').apply('name = "jobs"'), 'url');
  });

  it.each([
    [
      'aws_sqs_queue_policy',
      'policy',
      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"${arn}"}]}`,
    ],
    ['aws_sqs_queue_redrive_allow_policy', 'redrive_allow_policy', '{"redrivePermission":"allowAll"}'],
    [
      'aws_sqs_queue_redrive_policy',
      'redrive_policy',
      `{"deadLetterTargetArn":"${arn}-dead","maxReceiveCount":3}`,
    ],
  ])('%s is set, compared by what it means, and removed', async (type, argument, text) => {
    await world.resource('aws_sqs_queue').apply('name = "jobs-dead"');
    const resource = world.resource(type);
    const body = (written: string) =>
      `queue_url = "${queueUrl}"\n${argument} = "${written.replaceAll('"', String.raw`\"`)}"`;
    expect(await resource.apply(body(text))).toMatchObject({ id: queueUrl });
    expect((await resource.plan(body(text.replace('{', '{ ')))).action).toBe('no-op');
    await resource.destroy();
    expect((await resource.plan(body(text))).action).toBe('create');
  });

  it('is found by its name', async () => {
    expect(await world.data('aws_sqs_queue', 'name = "jobs"')).toMatchObject({
      arn,
      url: queueUrl,
      tags: {},
    });
    await expect(world.data('aws_sqs_queue', 'name = "job"')).rejects.toThrow("couldn't find resource");
  });
});
