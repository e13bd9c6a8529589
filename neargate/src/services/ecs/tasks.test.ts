import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { faultRows } from '../faults/store.ts';
import { chooseCapacityProvider } from './new-task.ts';
import { createTestAccount, fargateDefinition } from './test-account.ts';

async function createAccountWithTask(changes: Partial<RunTaskRequest> = {}) {
  const account = await createTestAccount();
  account.call('ecs', 'RegisterTaskDefinition', fargateDefinition());
  const run = () =>
    account.call('ecs', 'RunTask', {
      cluster: 'main',
      taskDefinition: 'user-service',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: [account.subnetId] } },
      ...changes,
    });
  return { ...account, run };
}

describe('RunTask', () => {
  it('answers tasks in PROVISIONING whose containers have not started', async () => {
    const { run } = await createAccountWithTask({ count: 2 });
    const { tasks } = run();
    expect(tasks).toHaveLength(2);
    expect(tasks?.[0]).toMatchObject({
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      group: 'family:user-service',
      cpu: '256',
      memory: '512',
      platformVersion: '1.4.0',
      containers: [{ name: 'app', lastStatus: 'PENDING', networkInterfaces: [] }],
      overrides: { containerOverrides: [{ name: 'app' }] },
    });
    expect(tasks?.[0]?.taskArn).toMatch(/^arn:aws:ecs:us-east-1:123456789012:task\/main\/[0-9a-f]{32}$/);
  });

  it('refuses the EC2 launch type, for which a cluster here has no instances', async () => {
    const { run } = await createAccountWithTask({ launchType: 'EC2' });
    expect(run).toThrow('No Container Instances were found in your cluster.');
  });

  it('refuses an override of a container that is not in the definition', async () => {
    const { run } = await createAccountWithTask({ overrides: { containerOverrides: [{ name: 'web' }] } });
    expect(run).toThrow('Override for container named web is not a container in the TaskDefinition.');
  });
});

describe('RunTask with overrides, tokens and tags', () => {
  it('shows the overridden sizes of containers', async () => {
    const { run } = await createAccountWithTask({
      overrides: { cpu: '512', memory: '1024', containerOverrides: [{ name: 'app', cpu: 128, memory: 900 }] },
    });
    expect(run().tasks?.[0]).toMatchObject({
      cpu: '512',
      memory: '1024',
      containers: [{ cpu: '128', memory: '900' }],
    });
  });

  it('starts nothing when a request is repeated with its token', async () => {
    const { run, call } = await createAccountWithTask({ clientToken: 'once', count: 2 });
    const first = run().tasks?.map(({ taskArn }) => taskArn);
    expect(run().tasks?.map(({ taskArn }) => taskArn)).toEqual(first);
    expect(call('ecs', 'ListTasks', { cluster: 'main' }).taskArns).toHaveLength(2);
  });

  it('propagates the definition’s tags, over which those of the request win', async () => {
    const account = await createTestAccount();
    const tags = [
      { key: 'team', value: 'a' },
      { key: 'stage', value: 'dev' },
    ];
    account.call('ecs', 'RegisterTaskDefinition', fargateDefinition({ tags }));
    const { tasks } = account.call('ecs', 'RunTask', {
      cluster: 'main',
      taskDefinition: 'user-service',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: [account.subnetId] } },
      propagateTags: 'TASK_DEFINITION',
      enableECSManagedTags: true,
      tags: [{ key: 'stage', value: 'test' }],
    });
    expect(tasks?.[0]?.tags).toEqual([
      { key: 'aws:ecs:clusterName', value: 'main' },
      { key: 'team', value: 'a' },
      { key: 'stage', value: 'test' },
    ]);
  });

  it.each([
    [{ count: 11 }, 'between 1 and 10'],
    [{ platformVersion: '9.9.9' }, 'The specified platform version does not exist.'],
    [{ group: 'service:web' }, 'Invalid namespace for group.'],
    [{ propagateTags: 'SERVICE' as const }, 'propagateTags'],
    [{ placementConstraints: [{ type: 'distinctInstance' as const }] }, 'not supported with FARGATE'],
    [{ enableExecuteCommand: true }, 'because a valid taskRoleArn is not being used'],
  ])('refuses %o', async (changes, message) => {
    const { run } = await createAccountWithTask(changes);
    expect(run).toThrow(message);
  });
});

describe('RunTask without capacity', () => {
  it('fails in the words of Fargate while the zone is out, and runs again once it is back', async () => {
    const { context, run } = await createAccountWithTask({ count: 2 });
    faultRows(context.store, '123456789012/us-east-1').put('fault-1', {
      faultId: 'fault-1',
      fault: { kind: 'availability-zone', zoneName: 'us-east-1a' },
      startedAtMs: 0,
    });
    const reason =
      'Capacity is unavailable at this time. Please try again later or in a different availability zone';
    expect(run()).toEqual({ tasks: [], failures: [{ reason }, { reason }] });
    faultRows(context.store, '123456789012/us-east-1').delete('fault-1');
    expect(run().tasks).toHaveLength(2);
  });
});

describe('StartTask', () => {
  it('finds no container instance in a Fargate cluster', async () => {
    const { call } = await createAccountWithTask();
    const output = call('ecs', 'StartTask', {
      cluster: 'main',
      taskDefinition: 'user-service',
      containerInstances: ['0123'],
    });
    expect(output).toEqual({
      tasks: [],
      failures: [
        { arn: 'arn:aws:ecs:us-east-1:123456789012:container-instance/main/0123', reason: 'MISSING' },
      ],
    });
  });
});

describe('ExecuteCommand', () => {
  it('is refused, in the words of ECS, for a task that was not started for it', async () => {
    const { call, run } = await createAccountWithTask();
    const task = run().tasks?.[0]?.taskArn ?? '';
    const execute = (changes = {}) =>
      call('ecs', 'ExecuteCommand', { cluster: 'main', task, command: 'sh', interactive: true, ...changes });
    expect(() => execute()).toThrow(
      'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running.',
    );
    expect(() => execute({ container: 'other' })).toThrow('The container other does not exist in the task.');
    expect(() => execute({ interactive: false })).toThrow('interactive must be true');
  });
});

describe('StopTask', () => {
  it('turns the desired status at once and leaves the last status to what happens', async () => {
    const { call, run } = await createAccountWithTask();
    const task = run().tasks?.[0]?.taskArn ?? '';
    const stopped = call('ecs', 'StopTask', { cluster: 'main', task }).task;
    expect(stopped).toMatchObject({
      desiredStatus: 'STOPPED',
      lastStatus: 'PROVISIONING',
      stopCode: 'UserInitiated',
      stoppedReason: 'Task stopped by user',
      version: 2,
    });
    expect(call('ecs', 'ListTasks', { cluster: 'main' }).taskArns).toEqual([]);
    expect(call('ecs', 'ListTasks', { cluster: 'main', desiredStatus: 'STOPPED' }).taskArns).toEqual([task]);
  });

  it('fails for a task that does not exist', async () => {
    const { call } = await createAccountWithTask();
    expect(() => call('ecs', 'StopTask', { cluster: 'main', task: 'none' })).toThrow(
      'The referenced task was not found.',
    );
  });
});

describe('DeleteCluster', () => {
  it('refuses while tasks live and keeps the deleted cluster describable as INACTIVE', async () => {
    const { call, run } = await createAccountWithTask();
    run();
    expect(() => call('ecs', 'DeleteCluster', { cluster: 'main' })).toThrow(
      'The Cluster cannot be deleted while Tasks are active.',
    );
    call('ecs', 'CreateCluster', { clusterName: 'empty' });
    call('ecs', 'DeleteCluster', { cluster: 'empty' });
    expect(call('ecs', 'DescribeClusters', { clusters: ['empty'] }).clusters?.[0]?.status).toBe('INACTIVE');
  });
});

describe('a capacity provider strategy', () => {
  it('fills bases first and then follows the weights', () => {
    const strategy = [
      { capacityProvider: 'FARGATE', base: 2, weight: 1 },
      { capacityProvider: 'FARGATE_SPOT', weight: 3 },
    ];
    const running = new Map<string, number>();
    for (let count = 0; count < 10; count++) {
      const provider = chooseCapacityProvider(strategy, running) ?? '';
      running.set(provider, (running.get(provider) ?? 0) + 1);
    }
    expect(Object.fromEntries(running)).toEqual({ FARGATE: 4, FARGATE_SPOT: 6 });
  });
});
