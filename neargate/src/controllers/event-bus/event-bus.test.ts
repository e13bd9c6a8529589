import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codepipelineTables } from '../../services/codepipeline/store.ts';
import {
  createEventBusWorld,
  type EventBusWorld,
  pipelineArn,
  roleArn,
  ruleArn,
  scope,
} from './event-bus-test-world.ts';

let world: EventBusWorld;
beforeEach(async () => {
  world = await createEventBusWorld();
});
afterEach(() => world.stopControllers());

describe('a rule with a pipeline as its target', () => {
  it('starts an execution for an event that matches, and none for others', async () => {
    world.push('feature');
    await world.clock.advance(0);
    expect(world.deliveries()).toEqual([]);
    world.push();
    await world.clock.advance(0);
    expect(world.executions()).toEqual([ruleArn]);
    expect(world.deliveries().map(({ observed }) => observed)).toMatchObject([
      { status: 'DELIVERED', attempts: 1 },
    ]);
    expect(['MatchedEvents', 'TriggeredRules', 'Invocations', 'FailedInvocations'].map(world.metric)).toEqual(
      [1, 1, 1, 0],
    );
  });

  it('starts nothing once the rule that was made is disabled or removed', async () => {
    world.call('events', 'DisableRule', { Name: 'on-push' });
    world.push();
    await world.clock.advance(0);
    world.call('events', 'RemoveTargets', { Rule: 'on-push', Ids: ['pipeline'] });
    world.call('events', 'DeleteRule', { Name: 'on-push' });
    world.push();
    await world.clock.advance(86_400_000);
    expect(world.executions()).toEqual([]);
    expect(world.deliveries()).toEqual([]);
  });

  it('is not tried on what happened before it was made', async () => {
    await world.stopControllers();
    world.push();
    world.call('events', 'RemoveTargets', { Rule: 'on-push', Ids: ['pipeline'] });
    world.call('events', 'DeleteRule', { Name: 'on-push' });
    await world.clock.advance(1);
    world.call('events', 'PutRule', { Name: 'on-push', EventPattern: '{"source":["aws.codecommit"]}' });
    world.putTarget({});
    world.startControllers();
    await world.clock.advance(0);
    expect(world.executions()).toEqual([]);
    world.push();
    await world.clock.advance(0);
    expect(world.executions()).toEqual([ruleArn]);
  });

  it('gives the variables that the target sets to the execution', async () => {
    world.putTarget({ Input: '{"variables":[{"name":"color","value":"blue"}]}' });
    world.push();
    await world.clock.advance(0);
    const rows = [...codepipelineTables(world.context.store, scope).executions.values()];
    expect(rows.at(-1)?.variables).toEqual({ color: 'blue' });
  });

  it('says when the variables of the target are not what the pipeline takes', async () => {
    world.putTarget({ Input: '{"variables":{"color":"blue"}}' });
    world.push();
    await world.clock.advance(0);
    expect(world.executions()).toEqual([]);
    expect(world.deliveries()[0]?.observed).toMatchObject({
      status: 'FAILED',
      errorCode: 'INVALID_PARAMETER',
    });
  });
});

describe('a delivery that fails', () => {
  it('is not tried again when the pipeline is gone', async () => {
    world.call('codepipeline', 'DeletePipeline', { name: 'delivery' });
    world.push();
    await world.clock.advance(86_400_000);
    expect(world.deliveries()[0]?.observed).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      errorCode: 'NO_RESOURCE',
    });
    expect(['Invocations', 'FailedInvocations'].map(world.metric)).toEqual([1, 1]);
  });

  it('is not tried again when the role is missing or trusts somebody else', async () => {
    world.putTarget({ RoleArn: 'arn:aws:iam::123456789012:role/missing' });
    world.push();
    await world.clock.advance(0);
    world.putTarget({ RoleArn: 'arn:aws:iam::123456789012:role/pipeline' });
    world.push();
    await world.clock.advance(0);
    expect(world.executions()).toEqual([]);
    expect(world.deliveries().map(({ observed }) => observed.errorMessage)).toEqual([
      "The role arn:aws:iam::123456789012:role/missing cannot be assumed by principal 'events.amazonaws.com': it does not exist.",
      "The role arn:aws:iam::123456789012:role/pipeline cannot be assumed by principal 'events.amazonaws.com': its trust policy does not allow sts:AssumeRole to that service.",
    ]);
    expect(world.deliveries()[0]?.observed.errorCode).toBe('NO_PERMISSIONS');
  });

  it('is visible for a target that is only stored', async () => {
    world.call('events', 'PutTargets', {
      Rule: 'on-push',
      Targets: [{ Id: 'function', Arn: 'arn:aws:lambda:us-east-1:123456789012:function:deployed' }],
    });
    world.push();
    await world.clock.advance(0);
    expect(world.deliveries().find(({ targetId }) => targetId === 'function')?.observed).toMatchObject({
      status: 'FAILED',
      errorMessage: 'Neargate stores Lambda targets, it does not run them.',
    });
  });

  it('is visible when the filled template is not JSON, and is counted', async () => {
    world.putTarget({ InputTransformer: { InputTemplate: 'a text without quotes' } });
    world.push();
    await world.clock.advance(0);
    expect(world.executions()).toEqual([]);
    expect(world.deliveries()[0]?.observed).toMatchObject({ status: 'FAILED', errorCode: 'INVALID_JSON' });
    expect(world.metric('FailedInvocations')).toBe(1);
  });
});

describe('a delivery that may succeed later', () => {
  /** As many executions under way as there may be. */
  beforeEach(() => {
    for (let count = executionsUnderWay(); count < 50; count++)
      world.call('codepipeline', 'StartPipelineExecution', { name: 'delivery' });
  });

  it('is tried again until there is room', async () => {
    world.push();
    await world.clock.advance(10_000);
    const [before] = world.deliveries();
    expect(before?.observed).toMatchObject({ status: 'PENDING', errorCode: 'THROTTLING' });
    expect(before?.observed.attempts).toBeGreaterThan(2);
    endOne();
    await world.clock.advance(60_000);
    expect(world.deliveries()[0]?.observed.status).toBe('DELIVERED');
    expect(world.metric('Invocations')).toBe(1);
    expect(world.metric('FailedInvocations')).toBe(0);
    expect(world.metric('RetryInvocationAttempts')).toBeGreaterThan(1);
  });

  it('is given up after the attempts of its policy', async () => {
    world.putTarget({
      RetryPolicy: { MaximumRetryAttempts: 3 },
      DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
    });
    world.push();
    await world.clock.advance(86_400_000);
    expect(world.deliveries()[0]?.observed).toMatchObject({
      status: 'FAILED',
      attempts: 4,
      exhaustedRetryCondition: 'MaximumRetryAttempts',
    });
    expect(['FailedInvocations', 'InvocationsFailedToBeSentToDlq'].map(world.metric)).toEqual([1, 1]);
    expect(world.deliveries()[0]?.observed.deadLetter).toEqual({
      kind: 'refused',
      message: 'The queue arn:aws:sqs:us-east-1:123456789012:dead does not exist.',
    });
  });

  it('goes to the dead-letter queue of its target, with the reasons beside it', async () => {
    const { QueueUrl } = world.call('sqs', 'CreateQueue', { QueueName: 'dead' });
    world.putTarget({
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
      Input: '{"own":"input"}',
    });
    world.push();
    await world.clock.advance(86_400_000);
    const { Messages = [] } = world.call('sqs', 'ReceiveMessage', {
      QueueUrl,
      MessageAttributeNames: ['All'],
    });
    expect(Messages).toHaveLength(1);
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      source: 'aws.codecommit',
      'detail-type': 'CodeCommit Repository State Change',
    });
    const attributes = Object.entries(Messages[0]?.MessageAttributes ?? {});
    expect(Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue]))).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/on-push',
      TARGET_ARN: pipelineArn,
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: expect.stringMatching(/./) as string,
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
    expect(['InvocationsSentToDlq', 'InvocationsFailedToBeSentToDlq'].map(world.metric)).toEqual([1, 0]);
  });

  it('is given up when the event has grown too old', async () => {
    world.putTarget({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    world.push();
    await world.clock.advance(61_000);
    expect(world.deliveries()[0]?.observed).toMatchObject({
      status: 'FAILED',
      exhaustedRetryCondition: 'MaximumEventAgeInSeconds',
    });
  });

  it('is dropped when its rule is disabled meanwhile', async () => {
    world.push();
    await world.clock.advance(1);
    world.call('events', 'DisableRule', { Name: 'on-push' });
    endOne();
    await world.clock.advance(60_000);
    expect(world.executions()).toEqual([]);
    expect(world.deliveries()[0]?.observed).toMatchObject({
      status: 'DROPPED',
      errorMessage: 'Rule on-push was disabled before the event was delivered.',
    });
  });
});

describe('a scheduled rule', () => {
  const scheduleRule = 'arn:aws:events:us-east-1:123456789012:rule/nightly';
  const times = () =>
    world.deliveries().map(({ acceptedAtMs }) => new Date(acceptedAtMs).toISOString().slice(11, 19));

  function schedule(ScheduleExpression: string, State: 'ENABLED' | 'DISABLED' = 'ENABLED'): void {
    world.call('events', 'PutRule', { Name: 'nightly', ScheduleExpression, State });
    world.call('events', 'PutTargets', {
      Rule: 'nightly',
      Targets: [{ Id: 'pipeline', Arn: pipelineArn, RoleArn: roleArn }],
    });
  }

  it('fires at the minute of its cron expression with the event that AWS sends', async () => {
    await world.clock.advance(30_500);
    schedule('cron(0/2 * * * ? *)');
    await world.clock.advance(89_499);
    expect(world.deliveries()).toEqual([]);
    await world.clock.advance(1);
    expect(times()).toEqual(['00:02:00']);
    expect(world.executions()).toEqual([scheduleRule]);
    expect(JSON.parse(world.deliveries()[0]?.input ?? '')).toEqual({
      version: '0',
      id: world.deliveries()[0]?.eventId,
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '123456789012',
      time: '2026-01-01T00:02:00Z',
      region: 'us-east-1',
      resources: [scheduleRule],
      detail: {},
    });
    await world.clock.advance(240_000);
    expect(times()).toEqual(['00:02:00', '00:04:00', '00:06:00']);
  });

  it('counts the periods of a rate, and stops when it is disabled', async () => {
    schedule('rate(5 minutes)');
    await world.clock.advance(10 * 60_000);
    expect(times()).toEqual(['00:05:00', '00:10:00']);
    world.call('events', 'DisableRule', { Name: 'nightly' });
    await world.clock.advance(60 * 60_000);
    world.call('events', 'EnableRule', { Name: 'nightly' });
    await world.clock.advance(5 * 60_000);
    expect(times()).toEqual(['00:05:00', '00:10:00', '01:15:00']);
  });

  it('does not make up for the time that Neargate did not run, and keeps its period', async () => {
    schedule('rate(5 minutes)');
    await world.clock.advance(60_000);
    await world.stopControllers();
    await world.clock.advance(11 * 60_000);
    world.startControllers();
    await world.clock.advance(0);
    expect(times()).toEqual([]);
    await world.clock.advance(3 * 60_000);
    expect(times()).toEqual(['00:15:00']);
  });

  it('waits longer than a timer of the machine can', async () => {
    schedule('rate(60 days)');
    await world.clock.advance(0);
    const waitMs = (world.clock.nextDueAt() ?? 0) - world.clock.now();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThan(2 ** 31);
    await world.clock.advance(60 * 86_400_000);
    expect(world.executions()).toEqual([scheduleRule]);
  });
});

function executionsUnderWay(): number {
  return [...codepipelineTables(world.context.store, scope).executions.values()].length;
}

function endOne(): void {
  const { executions } = codepipelineTables(world.context.store, scope);
  const [id = ''] = executions.keys();
  executions.update(id, (row) => ({ ...row, observed: { ...row.observed, status: 'Succeeded' } }));
}
