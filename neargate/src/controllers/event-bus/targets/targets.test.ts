import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codebuildTables } from '../../../services/codebuild/store.ts';
import { ecsTables } from '../../../services/ecs/store.ts';
import { eventsTables } from '../../../services/events/store.ts';
import { snsTables } from '../../../services/sns/store.ts';
import { createEventBusWorld, type EventBusWorld, roleArn, scope } from '../event-bus-test-world.ts';

const account = 'us-east-1:123456789012';
let world: EventBusWorld;
beforeEach(async () => {
  world = await createEventBusWorld();
  world.call('events', 'RemoveTargets', { Rule: 'on-push', Ids: ['pipeline'] });
});
afterEach(() => world.stopControllers());

async function push(): Promise<void> {
  world.push();
  await world.clock.advance(0);
}

const outcome = () => world.deliveries().at(-1)?.observed;

describe('a CodeBuild project', () => {
  beforeEach(() => {
    world.call('codebuild', 'CreateProject', {
      name: 'tests',
      source: { type: 'NO_SOURCE', buildspec: 'version: 0.2\nphases:\n  build:\n    commands: ["true"]\n' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: { type: 'LINUX_CONTAINER', image: 'standard', computeType: 'BUILD_GENERAL1_SMALL' },
      serviceRole: roleArn,
    });
  });
  const target = { Arn: `arn:aws:codebuild:${account}:project/tests`, RoleArn: roleArn };
  const builds = () => [...codebuildTables(world.context.store, scope).builds.values()];

  it('is built, started by the rule, whatever else the event says', async () => {
    world.putTarget(target);
    await push();
    expect(builds().map(({ id, initiator }) => [id, initiator])).toEqual([
      [outcome()?.result, 'rule/on-push'],
    ]);
  });

  it("takes StartBuild's members from the input of the target", async () => {
    const Input = {
      environmentVariablesOverride: [{ name: 'STAGE', value: 'test' }],
      timeoutInMinutesOverride: 7,
    };
    world.putTarget({ ...target, Input: JSON.stringify(Input) });
    await push();
    expect(builds()[0]?.settings).toMatchObject({
      timeoutInMinutes: 7,
      environment: { environmentVariables: [{ name: 'STAGE', value: 'test' }] },
    });
  });

  it.each(['{"environmentVariablesOverride":"STAGE"}', '{"timeoutInMinutesOverride":1}'])(
    'is not built with %s, once and visibly',
    async (Input) => {
      world.putTarget({ ...target, Input });
      await push();
      expect(builds()).toEqual([]);
      expect(outcome()).toMatchObject({ status: 'FAILED', attempts: 1, errorCode: 'INVALID_PARAMETER' });
    },
  );
});

describe('an ECS cluster', () => {
  beforeEach(() => {
    world.call('ecs', 'CreateCluster', { clusterName: 'main' });
    world.call('ecs', 'RegisterTaskDefinition', {
      family: 'report',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'report', image: 'report' }],
    });
  });
  const target = () => ({
    Arn: `arn:aws:ecs:${account}:cluster/main`,
    RoleArn: roleArn,
    EcsParameters: {
      TaskDefinitionArn: `arn:aws:ecs:${account}:task-definition/report:1`,
      TaskCount: 2,
      LaunchType: 'FARGATE' as const,
      NetworkConfiguration: {
        awsvpcConfiguration: {
          Subnets: [world.call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? ''],
          AssignPublicIp: 'ENABLED' as const,
        },
      },
    },
  });
  const tasks = () => [...ecsTables(world.context.store, scope).tasks.values()];

  it('runs as many tasks as the target says, started by the rule', async () => {
    world.putTarget({
      ...target(),
      Input: '{"containerOverrides":[{"name":"report","command":["now"]}]}',
    });
    await push();
    expect(tasks().map(({ startedBy, overrides }) => [startedBy, overrides.containerOverrides])).toEqual(
      Array.from({ length: 2 }, () => ['events-rule/on-push', [{ name: 'report', command: ['now'] }]]),
    );
    expect(tasks()[0]?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp).toBe('ENABLED');
    expect(outcome()?.result).toBe(
      tasks()
        .map(({ taskArn }) => taskArn)
        .join(' '),
    );
  });

  it('that is gone is not tried again', async () => {
    world.putTarget({ ...target(), Arn: `arn:aws:ecs:${account}:cluster/other` });
    await push();
    expect(outcome()).toMatchObject({ status: 'FAILED', errorCode: 'NO_RESOURCE', attempts: 1 });
  });
});

describe('a log group', () => {
  const target = { Arn: `arn:aws:logs:${account}:log-group:/aws/events/pushes`, RoleArn: undefined };
  const lines = () =>
    world.call('logs', 'GetLogEvents', {
      logGroupName: '/aws/events/pushes',
      logStreamName: 'on-push',
    }).events ?? [];

  it('gets the event as a line, or the line that a template makes', async () => {
    world.call('logs', 'CreateLogGroup', { logGroupName: '/aws/events/pushes' });
    world.putTarget(target);
    await push();
    const [line] = lines();
    expect(JSON.parse(line?.message ?? '')).toMatchObject({ detail: { referenceName: 'main' } });
    expect(line?.timestamp).toBe(world.clock.now());
    world.putTarget({
      ...target,
      InputTransformer: {
        InputPathsMap: { branch: '$.detail.referenceName' },
        InputTemplate: `{"timestamp":${world.clock.now() + 1},"message":"pushed <branch>"}`,
      },
    });
    await push();
    expect(lines().map(({ message }) => message)[1]).toBe('pushed main');
  });

  it('that is missing fails the delivery', async () => {
    world.putTarget(target);
    await push();
    expect(outcome()).toMatchObject({ status: 'FAILED', errorCode: 'NO_RESOURCE' });
  });
});

describe('another event bus', () => {
  beforeEach(() => {
    for (const Name of ['audit', 'archive']) {
      world.call('events', 'CreateEventBus', { Name });
      world.call('events', 'PutRule', {
        Name: 'all',
        EventBusName: Name,
        EventPattern: '{"account":["123456789012"]}',
      });
    }
    world.call('logs', 'CreateLogGroup', { logGroupName: '/aws/events/audit' });
    world.call('events', 'PutTargets', {
      Rule: 'all',
      EventBusName: 'audit',
      Targets: [
        { Id: 'log', Arn: `arn:aws:logs:${account}:log-group:/aws/events/audit` },
        { Id: 'bus', Arn: `arn:aws:events:${account}:event-bus/archive`, RoleArn: roleArn },
      ],
    });
    world.putTarget({ Arn: `arn:aws:events:${account}:event-bus/audit`, RoleArn: roleArn });
  });

  it('gets the event as it was, and its own rules deliver it, but not to a third bus', async () => {
    await push();
    const events = [...eventsTables(world.context.store, scope).acceptedEvents.values()].filter(
      ({ event }) => event.source === 'aws.codecommit',
    );
    expect(events.map(({ eventBusName }) => eventBusName)).toEqual(['default', 'audit']);
    expect(events[1]?.event).toEqual(events[0]?.event);
    const ends = world
      .deliveries()
      .map(({ targetId, observed }) => [targetId, observed.status, observed.errorCode]);
    expect(ends).toEqual([
      ['pipeline', 'DELIVERED', undefined],
      ['log', 'DELIVERED', undefined],
      ['bus', 'FAILED', 'INVALID_PARAMETER'],
    ]);
  });

  it('delivers what PutEvents puts on it', async () => {
    world.call('events', 'PutEvents', {
      Entries: [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":7}', EventBusName: 'audit' }],
    });
    await world.clock.advance(0);
    const messages =
      world.call('logs', 'FilterLogEvents', { logGroupName: '/aws/events/audit' }).events ?? [];
    expect(messages.map(({ message }) => (JSON.parse(message ?? '') as { detail: unknown }).detail)).toEqual([
      { id: 7 },
    ]);
  });
});

describe('a queue', () => {
  const receive = (QueueUrl: string) => world.call('sqs', 'ReceiveMessage', { QueueUrl }).Messages ?? [];

  it('gets the event', async () => {
    const { QueueUrl = '' } = world.call('sqs', 'CreateQueue', { QueueName: 'pushes' });
    world.putTarget({ Arn: `arn:aws:sqs:${account}:pushes`, RoleArn: undefined });
    await push();
    const [message, ...others] = receive(QueueUrl);
    expect(others).toEqual([]);
    expect(message?.MessageId).toBe(outcome()?.result);
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ source: 'aws.codecommit', detail: {} });
  });

  it('that is not there gets nothing, visibly', async () => {
    world.putTarget({ Arn: `arn:aws:sqs:${account}:gone`, RoleArn: undefined });
    await push();
    expect(outcome()).toMatchObject({ status: 'FAILED', attempts: 1, errorCode: 'NO_RESOURCE' });
  });
});

describe('a topic', () => {
  it('publishes the event', async () => {
    const TopicArn = world.call('sns', 'CreateTopic', { Name: 'pushes' }).TopicArn ?? '';
    world.call('sns', 'Subscribe', {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${account}:pushes`,
    });
    world.putTarget({ Arn: TopicArn, RoleArn: undefined });
    await push();
    const [sent] = snsTables(world.context.store, scope).notifications.values();
    expect(sent?.message.messageId).toBe(outcome()?.result);
    expect(JSON.parse(sent?.message.bodies['default'] ?? '')).toMatchObject({ source: 'aws.codecommit' });
  });
});
