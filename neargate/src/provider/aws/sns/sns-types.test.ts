import { beforeEach, describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const topicArn = 'arn:aws:sns:us-east-1:123456789012:orders';
const policy = (effect: string, space = '') =>
  `policy = "${space}{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"${effect}\\",\\"Principal\\":{\\"Service\\":\\"events.amazonaws.com\\"},\\"Action\\":\\"sns:Publish\\",\\"Resource\\":\\"${topicArn}\\"}]}"`;

describe('aws_sns_topic', () => {
  it('is a topic that the API knows, and plans nothing once it is there', async () => {
    const resource = world.resource('aws_sns_topic');
    const body = `name = "orders"\ndisplay_name = "Orders"\nsignature_version = 2\ntags = { A = "1" }`;
    expect(await resource.apply(body)).toMatchObject({
      id: topicArn,
      arn: topicArn,
      owner: '123456789012',
      fifo_topic: false,
      signature_version: 2,
      policy: expect.stringContaining('__default_statement_ID') as string,
    });
    expect(world.call('sns', 'GetTopicAttributes', { TopicArn: topicArn }).Attributes).toMatchObject({
      DisplayName: 'Orders',
      SignatureVersion: '2',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('sns', 'ListTopics', {}).Topics).toEqual([]);
  });

  it('changes in place, takes back what others changed, and is made anew when it is gone', async () => {
    const resource = world.resource('aws_sns_topic');
    await resource.apply('name = "orders"\ndisplay_name = "Orders"\ntags = { A = "1" }');
    const next = 'name = "orders"\ndelivery_policy = "{\\"http\\":{}}"\ntags = { B = "2" }';
    await resource.apply(next);
    expect(resource.state).toMatchObject({ display_name: '', tags_all: { B: '2' } });
    expect(world.call('sns', 'ListTagsForResource', { ResourceArn: topicArn }).Tags).toEqual([
      { Key: 'B', Value: '2' },
    ]);
    expect((await resource.plan(next.replace('\\"http\\":{}', ' \\"http\\" : {} '))).action).toBe('no-op');
    world.call('sns', 'SetTopicAttributes', {
      TopicArn: topicArn,
      AttributeName: 'DisplayName',
      AttributeValue: 'other',
    });
    expect((await resource.plan(next)).action).toBe('update');
    expect((await resource.plan('name = "others"')).action).toBe('replace');
    world.call('sns', 'DeleteTopic', { TopicArn: topicArn });
    expect((await resource.plan(next)).action).toBe('create');
  });

  it('makes a name up', async () => {
    const resource = world.resource('aws_sns_topic');
    const body = 'name_prefix = "t-"\nfifo_topic = true\ncontent_based_deduplication = true';
    expect(await resource.apply(body)).toMatchObject({
      arn: expect.stringMatching(/^arn:aws:sns:us-east-1:123456789012:t-[0-9a-f]{26}\.fifo$/) as string,
      name_prefix: 't-',
      fifo_throughput_scope: 'Topic',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it.each([
    ['name = "a b"', 'invalid topic name: a b'],
    ['name = "orders"\nfifo_topic = true', 'invalid topic name: orders'],
    ['content_based_deduplication = true', 'content-based deduplication can only be set for FIFO topics'],
    ['archive_policy = "{}"', 'message archive policy can only be set for FIFO topics'],
    ['delivery_policy = "{"', 'invalid JSON'],
  ])('refuses %s', async (body, message) => {
    await expect(world.resource('aws_sns_topic').apply(body)).rejects.toThrow(message);
  });
});

describe('of a topic', () => {
  beforeEach(() => world.resource('aws_sns_topic').apply('name = "orders"'));

  it('the policy is set, compared by what it grants, and goes back to that of a new topic', async () => {
    const resource = world.resource('aws_sns_topic_policy');
    const body = (effect: string, space = '') => `arn = "${topicArn}"\n${policy(effect, space)}`;
    const attributes = () => world.call('sns', 'GetTopicAttributes', { TopicArn: topicArn }).Attributes;
    expect(await resource.apply(body('Allow'))).toMatchObject({ id: topicArn, owner: '123456789012' });
    expect(attributes()?.['Policy']).toContain('events.amazonaws.com');
    expect((await resource.plan(body('Allow', ' '))).action).toBe('no-op');
    expect((await resource.plan(body('Deny'))).action).toBe('update');
    await resource.destroy();
    expect(attributes()?.['Policy']).toContain('__default_statement_ID');
  });

  it('the data protection policy is kept', async () => {
    const resource = world.resource('aws_sns_topic_data_protection_policy');
    const body = `arn = "${topicArn}"\npolicy = "{\\"Name\\":\\"p\\"}"`;
    await resource.apply(body);
    expect((await resource.plan(body.replace('{', '{ '))).action).toBe('no-op');
    await resource.destroy();
    expect((await resource.plan(body)).action).toBe('create');
  });

  it('is found by its name', async () => {
    expect(await world.data('aws_sns_topic', 'name = "orders"')).toMatchObject({ arn: topicArn, tags: {} });
    await expect(world.data('aws_sns_topic', 'name = "order"')).rejects.toThrow("couldn't find resource");
  });
});

describe('aws_sns_topic_subscription', () => {
  beforeEach(() => world.resource('aws_sns_topic').apply('name = "orders"'));

  const body = (changes = '') =>
    `topic_arn = "${topicArn}"\nprotocol = "sqs"\nendpoint = "arn:aws:sqs:us-east-1:123456789012:q"\n${changes}`;

  it('is there, with its filter compared as JSON, and changes in place', async () => {
    const resource = world.resource('aws_sns_topic_subscription');
    const created = await resource.apply(body('raw_message_delivery = true'));
    expect(created).toMatchObject({
      arn: expect.stringMatching(`^${topicArn}:[0-9a-f-]{36}$`) as string,
      pending_confirmation: false,
      confirmation_was_authenticated: true,
      filter_policy_scope: '',
      owner_id: '123456789012',
    });
    expect((await resource.plan(body('raw_message_delivery = true'))).action).toBe('no-op');
    const filtered = body(
      'filter_policy = jsonencode({ kind = ["a"] })\nfilter_policy_scope = "MessageBody"',
    );
    await resource.apply(filtered);
    expect(resource.state).toMatchObject({ id: created['id'], raw_message_delivery: false });
    const { Attributes } = world.call('sns', 'GetSubscriptionAttributes', {
      SubscriptionArn: requiredText(created, 'id'),
    });
    expect(Attributes).toMatchObject({ FilterPolicy: '{"kind":["a"]}', FilterPolicyScope: 'MessageBody' });
    expect((await resource.plan(filtered)).action).toBe('no-op');
    await resource.apply(body());
    expect((await resource.plan(body())).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('sns', 'ListSubscriptions', {}).Subscriptions).toEqual([]);
  });

  it('of a mail address waits for somebody, and is left behind as in AWS', async () => {
    const resource = world.resource('aws_sns_topic_subscription');
    const mail = `topic_arn = "${topicArn}"\nprotocol = "email"\nendpoint = "ops@example.com"`;
    expect(await resource.apply(mail)).toMatchObject({ pending_confirmation: true });
    expect((await resource.plan(mail)).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('sns', 'ListSubscriptions', {}).Subscriptions).toHaveLength(1);
  });

  it('waits for an endpoint that confirms by itself, as long as it is told to', async () => {
    const resource = world.resource('aws_sns_topic_subscription');
    const http = `topic_arn = "${topicArn}"\nprotocol = "http"\nendpoint = "http://example.com/"\nendpoint_auto_confirms = true`;
    await expect(world.elapse(resource.apply(http))).rejects.toThrow('timeout while waiting');
  });

  it('needs a filter for a scope', async () => {
    await expect(
      world.resource('aws_sns_topic_subscription').apply(body('filter_policy_scope = "MessageBody"')),
    ).rejects.toThrow('filter_policy is required when filter_policy_scope is set');
  });
});

describe('aws_sns_platform_application', () => {
  it('is kept, changed in place and deleted', async () => {
    const resource = world.resource('aws_sns_platform_application');
    const body = (more: string) => `name = "shop"\nplatform = "GCM"\nplatform_credential = "secret"\n${more}`;
    const arn = 'arn:aws:sns:us-east-1:123456789012:app/GCM/shop';
    expect(await resource.apply(body('success_feedback_sample_rate = "50"'))).toMatchObject({ id: arn, arn });
    expect((await resource.plan(body('success_feedback_sample_rate = "50"'))).action).toBe('no-op');
    await resource.apply(body(`event_endpoint_created_topic_arn = "${topicArn}"`));
    expect(
      world.call('sns', 'GetPlatformApplicationAttributes', { PlatformApplicationArn: arn }).Attributes,
    ).toMatchObject({ EventEndpointCreated: topicArn, SuccessFeedbackSampleRate: '' });
    expect((await resource.plan(body(`event_endpoint_created_topic_arn = "${topicArn}"`))).action).toBe(
      'no-op',
    );
    await resource.destroy();
    expect(await resource.refresh()).toBeUndefined();
  });
});
