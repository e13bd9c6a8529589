import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { eventsTablesOf } from './store.ts';

const pipelineArn = 'arn:aws:codepipeline:us-east-1:123456789012:delivery';
const RoleArn = 'arn:aws:iam::123456789012:role/events';
const EventPattern = JSON.stringify({
  source: ['aws.codecommit'],
  detail: { event: ['referenceUpdated'], referenceName: ['main'] },
});

async function createRule() {
  const test = await createTestContext();
  test.call('events', 'PutRule', { Name: 'on-push', EventPattern, Tags: [{ Key: 'team', Value: 'core' }] });
  return test;
}

describe('a rule', () => {
  it('is put, described, replaced and deleted', async () => {
    const { call } = await createRule();
    const arn = 'arn:aws:events:us-east-1:123456789012:rule/on-push';
    expect(call('events', 'DescribeRule', { Name: 'on-push' })).toMatchObject({
      Arn: arn,
      EventPattern,
      State: 'ENABLED',
      EventBusName: 'default',
      CreatedBy: '123456789012',
    });
    call('events', 'PutRule', { Name: 'on-push', ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' });
    const replaced = call('events', 'DescribeRule', { Name: 'on-push' });
    expect(replaced).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' });
    expect(replaced.EventPattern).toBeUndefined();
    expect(call('events', 'ListTagsForResource', { ResourceARN: arn }).Tags).toEqual([
      { Key: 'team', Value: 'core' },
    ]);
    call('events', 'DeleteRule', { Name: 'on-push' });
    expect(() => call('events', 'DescribeRule', { Name: 'on-push' })).toThrow(
      'Rule on-push does not exist on EventBus default.',
    );
    expect(call('events', 'DeleteRule', { Name: 'on-push' })).toEqual({});
  });

  it('needs a valid pattern or schedule', async () => {
    const { call } = await createTestContext();
    expect(() => call('events', 'PutRule', { Name: 'x' })).toThrow(
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
    expect(() => call('events', 'PutRule', { Name: 'x', EventPattern: '{"source":"x"}' })).toThrow(
      'Event pattern is not valid. Reason: "source" must be an object or an array',
    );
    expect(() => call('events', 'PutRule', { Name: 'x', ScheduleExpression: 'rate(1 minutes)' })).toThrow(
      'Parameter ScheduleExpression is not valid.',
    );
    call('events', 'CreateEventBus', { Name: 'orders' });
    expect(() =>
      call('events', 'PutRule', { Name: 'x', EventBusName: 'orders', ScheduleExpression: 'rate(1 day)' }),
    ).toThrow('ScheduleExpression is supported only on the default event bus.');
  });
});

describe('targets', () => {
  it('keep their rule from being deleted', async () => {
    const { call } = await createRule();
    const target = { Id: 'pipeline', Arn: pipelineArn, RoleArn };
    expect(call('events', 'PutTargets', { Rule: 'on-push', Targets: [target] })).toEqual({
      FailedEntryCount: 0,
      FailedEntries: [],
    });
    expect(() => call('events', 'DeleteRule', { Name: 'on-push' })).toThrow(
      "Rule can't be deleted since it has targets.",
    );
    expect(call('events', 'ListTargetsByRule', { Rule: 'on-push' }).Targets).toEqual([target]);
    expect(call('events', 'ListRuleNamesByTarget', { TargetArn: pipelineArn }).RuleNames).toEqual([
      'on-push',
    ]);
    call('events', 'RemoveTargets', { Rule: 'on-push', Ids: ['pipeline'] });
    call('events', 'DeleteRule', { Name: 'on-push' });
  });

  it.each([
    [{ Arn: 'pipeline' }, /Provided Arn is not in correct format/],
    [{ RoleArn: undefined }, /RoleArn is required/],
    [{ Input: '{}', InputPath: '$.detail' }, /Only one of Input, InputPath, or InputTransformer/],
    [{ Input: '{' }, /JSON syntax error/],
    [{ InputPath: 'detail' }, /InputPath for target pipeline is invalid/],
    [
      { InputTransformer: { InputPathsMap: { a: '$.detail' }, InputTemplate: '{"x": <b>}' } },
      'InputTemplate for target pipeline contains invalid placeholder b.',
    ],
    [{ Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/main' }, /EcsParameters must be specified/],
    [{ Id: 'a b' }, /Value 'a b' at 'targets.1.member.id'/],
    [{ RetryPolicy: { MaximumRetryAttempts: 186 } }, /less than or equal to 185/],
  ])('are refused with %j', async (changes, refusal) => {
    const { call } = await createRule();
    const target = { Id: 'pipeline', Arn: pipelineArn, RoleArn, ...changes };
    expect(() => call('events', 'PutTargets', { Rule: 'on-push', Targets: [target] })).toThrow(refusal);
    expect(call('events', 'ListTargetsByRule', { Rule: 'on-push' }).Targets).toEqual([]);
  });

  it('are at most five', async () => {
    const { call } = await createRule();
    const Targets = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: pipelineArn, RoleArn }));
    expect(() => call('events', 'PutTargets', { Rule: 'on-push', Targets })).toThrow(
      /exceeds the maximum number allowed/,
    );
  });
});

describe('an event bus', () => {
  it('is there by default and can be created beside', async () => {
    const { call } = await createTestContext();
    call('events', 'CreateEventBus', { Name: 'orders', Description: 'of the shop' });
    expect(() => call('events', 'CreateEventBus', { Name: 'orders' })).toThrow(
      'Event bus orders already exists.',
    );
    expect(call('events', 'ListEventBuses', {}).EventBuses).toMatchObject([
      { Name: 'default', Arn: 'arn:aws:events:us-east-1:123456789012:event-bus/default' },
      { Name: 'orders', Description: 'of the shop' },
    ]);
    call('events', 'PutRule', { Name: 'x', EventBusName: 'orders', EventPattern });
    expect(call('events', 'ListRules', { EventBusName: 'orders' }).Rules).toMatchObject([
      { Arn: 'arn:aws:events:us-east-1:123456789012:rule/orders/x' },
    ]);
    expect(call('events', 'ListRules', {}).Rules).toEqual([]);
    expect(() => call('events', 'DeleteEventBus', { Name: 'orders' })).toThrow(/has rules/);
    call('events', 'DeleteRule', { Name: 'x', EventBusName: 'orders' });
    call('events', 'DeleteEventBus', { Name: 'orders' });
    expect(() => call('events', 'DescribeEventBus', { Name: 'orders' })).toThrow(
      'Event bus orders does not exist.',
    );
    expect(() => call('events', 'DeleteEventBus', { Name: 'default' })).toThrow(
      'Cannot delete event bus default.',
    );
  });

  it('keeps permissions in its policy', async () => {
    const { call } = await createTestContext();
    const StatementId = 'other-account';
    call('events', 'PutPermission', { StatementId, Principal: '111122223333', Action: 'events:PutEvents' });
    const policy = () => JSON.parse(call('events', 'DescribeEventBus', {}).Policy ?? 'null') as unknown;
    expect(policy()).toMatchObject({
      Statement: [{ Sid: StatementId, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    });
    call('events', 'RemovePermission', { StatementId });
    expect(policy()).toBeNull();
    expect(() => call('events', 'RemovePermission', { StatementId })).toThrow(/does not have a policy/);
  });
});

describe('PutEvents', () => {
  it('accepts good entries, answers for each bad one, and delivers nothing yet', async () => {
    const { call, context } = await createTestContext();
    const entry = { Source: 'shop', DetailType: 'Order', Detail: '{"id":1}' };
    const { FailedEntryCount, Entries } = call('events', 'PutEvents', {
      Entries: [
        entry,
        { ...entry, Detail: undefined },
        { ...entry, Detail: '[1]' },
        { ...entry, Source: 'aws.ecs' },
        { ...entry, EventBusName: 'nowhere' },
      ],
    });
    expect(FailedEntryCount).toBe(4);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
    ]);
    expect([...eventsTablesOf(context).acceptedEvents.values()]).toMatchObject([
      {
        eventBusName: 'default',
        event: {
          id: Entries?.[0]?.EventId,
          source: 'shop',
          time: '2026-01-01T00:00:00Z',
          detail: { id: 1 },
        },
      },
    ]);
    expect(() =>
      call('events', 'PutEvents', {
        Entries: [{ ...entry, Detail: JSON.stringify({ text: 'x'.repeat(300_000) }) }],
      }),
    ).toThrow('Total size of the entries in the request is over the limit.');
  });
});

describe('TestEventPattern', () => {
  it('matches as rules do', async () => {
    const { call } = await createTestContext();
    const event = {
      id: '1',
      account: '1',
      source: 'aws.codecommit',
      time: '2026-01-01T00:00:00Z',
      region: 'us-east-1',
      resources: [],
      'detail-type': 'x',
      detail: { event: 'referenceUpdated', referenceName: 'main' },
    };
    const test = (changed: object) =>
      call('events', 'TestEventPattern', { EventPattern, Event: JSON.stringify({ ...event, ...changed }) })
        .Result;
    expect(test({})).toBe(true);
    expect(test({ source: 'aws.ecs' })).toBe(false);
    expect(() => test({ id: undefined })).toThrow('Parameter Event is not valid.');
  });
});
