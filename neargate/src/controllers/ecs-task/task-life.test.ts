import type { ContainerDefinition, RunTaskRequest, RuntimePlatform } from '@aws-sdk/client-ecs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interruptSpotTask } from '../../services/ecs/spot-interruption.ts';
import { eventsTablesOf } from '../../services/events/store.ts';
import { createEcsWorld, type EcsWorld } from '../ecs-test-world.ts';

async function world(): Promise<EcsWorld> {
  const created = await createEcsWorld();
  onTestFinished(() => created.stop());
  return created;
}

/** Registers the containers, each with its name as image, and runs one task of them. */
function run(
  ecs: EcsWorld,
  containers: readonly ContainerDefinition[],
  request: Partial<RunTaskRequest> = {},
  runtimePlatform?: RuntimePlatform,
  size = { cpu: '256', memory: '512' },
): void {
  const { taskDefinition } = ecs.call('ecs', 'RegisterTaskDefinition', {
    family: 'job',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    ...size,
    ...(runtimePlatform === undefined ? {} : { runtimePlatform }),
    containerDefinitions: containers.map((container) => ({
      image: container.name,
      essential: container.name === 'app',
      ...container,
    })),
  });
  ecs.call('ecs', 'RunTask', {
    cluster: 'main',
    taskDefinition: taskDefinition?.taskDefinitionArn ?? '',
    launchType: 'FARGATE',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: [ecs.call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? ''] },
    },
    ...request,
  });
}

function task(ecs: EcsWorld) {
  const [row] = ecs.tasks();
  if (row === undefined) throw new Error('no task');
  return row;
}

function container(ecs: EcsWorld, name: string) {
  return task(ecs).observed.containers.find((each) => each.name === name);
}

function stop(ecs: EcsWorld): void {
  ecs.call('ecs', 'StopTask', { cluster: 'main', task: task(ecs).taskArn });
}

const check = { command: ['CMD-SHELL', 'check'] };

describe('a task', () => {
  it.each([
    { image: 'amd64', cpuArchitecture: 'ARM64' as const, processor: 'arm64' },
    { image: 'arm64', cpuArchitecture: 'X86_64' as const, processor: 'amd64' },
    { image: 'arm64', cpuArchitecture: undefined, processor: 'amd64' },
  ])(
    'ends where its image is for $image and its processor $processor',
    async ({ image, cpuArchitecture, processor }) => {
      const ecs = await world();
      ecs.programs.set('app', { architecture: image });
      run(ecs, [{ name: 'app' }], {}, { cpuArchitecture });
      await ecs.clock.advance(1000);
      expect(task(ecs)).toMatchObject({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        explanation: `Image app is for linux/${image}, and the task runs on linux/${processor}. Build it with --platform linux/${processor}, or name its processor in the task definition's runtimePlatform.cpuArchitecture.`,
        observed: { lastStatus: 'STOPPED' },
      });
      expect(container(ecs, 'app')).toMatchObject({ lastStatus: 'STOPPED', exitCode: 1 });
    },
  );

  it('runs where its image is for its processor', async () => {
    const ecs = await world();
    ecs.programs.set('app', { architecture: 'arm64' });
    run(ecs, [{ name: 'app' }], {}, { cpuArchitecture: 'ARM64' });
    await ecs.clock.advance(1000);
    expect(task(ecs).observed.lastStatus).toBe('RUNNING');
  });

  it('of Windows is not run', async () => {
    const ecs = await world();
    run(
      ecs,
      [{ name: 'app' }],
      {},
      { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
      { cpu: '1024', memory: '2048' },
    );
    await ecs.clock.advance(1000);
    expect(task(ecs)).toMatchObject({
      platformFamily: 'Windows_Server_2022_Core',
      stopCode: 'TaskFailedToStart',
      stoppedReason:
        'ResourceInitializationError: the task is for Windows_Server_2022_Core, which Neargate does not run. It runs tasks with the operatingSystemFamily LINUX.',
    });
  });

  it('takes its time stamps in the order of its life', async () => {
    const ecs = await world();
    run(ecs, [{ name: 'app' }]);
    await ecs.clock.advance(1000);
    stop(ecs);
    await ecs.clock.advance(1000);
    const { createdAtMs, observed } = task(ecs);
    const times = [
      createdAtMs,
      observed.connectivityAtMs,
      observed.pullStartedAtMs,
      observed.pullStoppedAtMs,
      observed.startedAtMs,
      observed.stoppingAtMs,
      observed.executionStoppedAtMs,
      observed.stoppedAtMs,
    ];
    expect(times).not.toContain(undefined);
    expect(times).toEqual(times.toSorted((left, right) => Number(left) - Number(right)));
    expect(container(ecs, 'app')).toMatchObject({
      lastStatus: 'STOPPED',
      exitCode: 143,
      runtimeId: expect.stringMatching(/^[0-9a-f]{32}-\d{10}$/) as string,
    });
  });

  it('goes on when a container ends that is not essential, and ends when an essential one does, even with 0', async () => {
    const ecs = await world();
    ecs.programs.set('helper', { exits: { code: 1, afterMs: 5000 } });
    ecs.programs.set('app', { exits: { code: 0, afterMs: 60_000 } });
    run(ecs, [{ name: 'app' }, { name: 'helper' }]);
    await ecs.clock.advance(30_000);
    expect(task(ecs).observed.lastStatus).toBe('RUNNING');
    expect(container(ecs, 'helper')).toMatchObject({ lastStatus: 'STOPPED', exitCode: 1 });
    await ecs.clock.advance(60_000);
    expect(task(ecs)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      observed: { lastStatus: 'STOPPED' },
    });
  });

  it('says of a container that cannot start why, in the task and in the container', async () => {
    const ecs = await world();
    const reason = 'CannotStartContainerError: exec: "x": executable file not found in $PATH';
    ecs.programs.set('app', { failsToStart: reason });
    run(ecs, [{ name: 'app' }]);
    await ecs.clock.advance(1000);
    expect(task(ecs)).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: reason });
    expect(container(ecs, 'app')).toMatchObject({ reason, lastStatus: 'STOPPED' });
    expect(container(ecs, 'app')).not.toHaveProperty('exitCode');
  });

  it('kills a container that does not end within its stopTimeout', async () => {
    const ecs = await world();
    ecs.programs.set('app', { stopsAfterMs: 600_000 });
    run(ecs, [{ name: 'app', stopTimeout: 45 }]);
    await ecs.clock.advance(1000);
    stop(ecs);
    await ecs.clock.advance(44_999);
    expect(task(ecs).observed.lastStatus).toBe('STOPPING');
    await ecs.clock.advance(1);
    expect(task(ecs).observed.lastStatus).toBe('STOPPED');
    expect(container(ecs, 'app')?.exitCode).toBe(137);
  });
});

describe('a task on Spot', () => {
  it('gets its stop signal with the notice, and says so', async () => {
    const ecs = await world();
    ecs.call('ecs', 'PutClusterCapacityProviders', {
      cluster: 'main',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
    });
    run(ecs, [{ name: 'app' }], {
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    await ecs.clock.advance(10_000);
    const { taskId } = task(ecs);
    interruptSpotTask(ecs.context, taskId.slice(0, 8));
    await ecs.clock.advance(0);
    expect(ecs.driverLog).toEqual(['0 start app', '10 stop app']);
    expect(task(ecs)).toMatchObject({
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
      observed: { lastStatus: 'STOPPED' },
    });
    expect(() => interruptSpotTask(ecs.context, taskId)).toThrow('There is no running task');
  });

  it('is the only one that can be interrupted', async () => {
    const ecs = await world();
    run(ecs, [{ name: 'app' }]);
    await ecs.clock.advance(1000);
    expect(() => interruptSpotTask(ecs.context, task(ecs).taskId)).toThrow('does not run on FARGATE_SPOT');
  });
});

describe('events of a task', () => {
  it('tell of a container that ends while the task runs', async () => {
    const ecs = await world();
    ecs.programs.set('helper', { exits: { code: 0, afterMs: 5000 } });
    run(ecs, [{ name: 'app' }, { name: 'helper' }]);
    await ecs.clock.advance(10_000);
    const last = [...eventsTablesOf(ecs.context).acceptedEvents.values()].at(-1)?.event.detail;
    expect(last).toMatchObject({
      lastStatus: 'RUNNING',
      containers: [
        { name: 'app', lastStatus: 'RUNNING' },
        { name: 'helper', lastStatus: 'STOPPED', exitCode: 0 },
      ],
    });
    for (const hidden of ['startedAtMs', 'finishedAtMs', 'restartCount']) {
      expect((last as { containers: readonly object[] }).containers[0]).not.toHaveProperty(hidden);
    }
  });
});

describe('dependsOn', () => {
  it('starts containers when each condition is met, and stops them in the reverse order', async () => {
    const ecs = await world();
    ecs.programs.set('init', { exits: { code: 0, afterMs: 7000 } });
    ecs.programs.set('cache', { commands: (ageMs) => (ageMs >= 40_000 ? 0 : 1) });
    ecs.programs.set('app', { stopsAfterMs: 2000 });
    run(ecs, [
      {
        name: 'app',
        dependsOn: [
          { containerName: 'init', condition: 'SUCCESS' },
          { containerName: 'cache', condition: 'HEALTHY' },
        ],
      },
      { name: 'cache', dependsOn: [{ containerName: 'init', condition: 'COMPLETE' }], healthCheck: check },
      { name: 'init' },
      { name: 'sidecar', dependsOn: [{ containerName: 'app', condition: 'START' }] },
    ]);
    await ecs.clock.advance(60_000);
    expect(task(ecs).observed.lastStatus).toBe('ACTIVATING');
    // Checks 30 and 60 seconds after the start of the cache.
    await ecs.clock.advance(60_000);
    expect(task(ecs).observed.lastStatus).toBe('RUNNING');
    expect(ecs.driverLog).toEqual(['0 start init', '7 start cache', '67 start app', '67 start sidecar']);
    stop(ecs);
    await ecs.clock.advance(60_000);
    expect(ecs.driverLog.slice(4)).toEqual(['120 stop sidecar', '120 stop app', '122 stop cache']);
  });

  it('fails the task when what must succeed does not', async () => {
    const ecs = await world();
    ecs.programs.set('init', { exits: { code: 3, afterMs: 1000 } });
    run(ecs, [
      { name: 'app', dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] },
      { name: 'init' },
    ]);
    await ecs.clock.advance(2000);
    expect(task(ecs)).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
      observed: { lastStatus: 'STOPPED' },
    });
    expect(task(ecs).observed).not.toHaveProperty('startedAtMs');
    expect(container(ecs, 'init')?.exitCode).toBe(3);
    expect(container(ecs, 'app')?.reason).toBe(
      'dependency graph: failed to resolve container ordering dependency [init] for target [app] as dependency did not exit successfully.',
    );
  });

  it('fails the task when a dependency takes longer than its startTimeout', async () => {
    const ecs = await world();
    run(ecs, [
      { name: 'app', dependsOn: [{ containerName: 'init', condition: 'COMPLETE' }] },
      { name: 'init', startTimeout: 20 },
    ]);
    await ecs.clock.advance(19_999);
    expect(task(ecs).desiredStatus).toBe('RUNNING');
    await ecs.clock.advance(1);
    expect(container(ecs, 'app')?.reason).toContain('has timed out');
    expect(task(ecs).stopCode).toBe('TaskFailedToStart');
  });
});

describe('a container health check', () => {
  it('makes container and task HEALTHY at the first success, and UNHEALTHY after the retries', async () => {
    const ecs = await world();
    ecs.programs.set('app', { commands: (ageMs) => (ageMs < 60_000 ? 0 : 1) });
    run(ecs, [{ name: 'app', healthCheck: check }, { name: 'helper' }]);
    await ecs.clock.advance(29_999);
    expect(task(ecs).observed.healthStatus).toBe('UNKNOWN');
    await ecs.clock.advance(1);
    expect(task(ecs).observed.healthStatus).toBe('HEALTHY');
    expect(container(ecs, 'app')?.healthStatus).toBe('HEALTHY');
    expect(container(ecs, 'helper')?.healthStatus).toBe('UNKNOWN');
    await ecs.clock.advance(89_999);
    expect(task(ecs).observed.healthStatus).toBe('HEALTHY');
    await ecs.clock.advance(1);
    expect(task(ecs).observed).toMatchObject({ healthStatus: 'UNHEALTHY', lastStatus: 'RUNNING' });
  });

  it('fails when it takes longer than its timeout', async () => {
    const ecs = await world();
    ecs.programs.set('app', { commands: () => 'hangs' });
    run(ecs, [{ name: 'app', healthCheck: { ...check, interval: 10, timeout: 5, retries: 2 } }]);
    // Each check begins 10 s after the last one has ended, which is 5 s after its own beginning.
    await ecs.clock.advance(29_999);
    expect(task(ecs).observed.healthStatus).toBe('UNKNOWN');
    await ecs.clock.advance(1);
    expect(task(ecs).observed.healthStatus).toBe('UNHEALTHY');
  });

  it('has the scheduler replace the task of a service', async () => {
    const ecs = await world();
    ecs.programs.set('app', { commands: () => 1 });
    run(ecs, [{ name: 'app', healthCheck: check }], { count: 1 });
    ecs.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'web',
      taskDefinition: 'job',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [ecs.call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? ''],
        },
      },
    });
    await ecs.clock.advance(120_000);
    const replaced = ecs
      .tasks()
      .find(({ serviceName, desiredStatus }) => serviceName === 'web' && desiredStatus === 'STOPPED');
    expect(replaced).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed container health checks',
    });
    // A standalone task stays.
    expect(task(ecs).desiredStatus).toBe('RUNNING');
  });
});

describe('a restart policy', () => {
  it('starts the container again in place, unless it ended too soon or with a code to ignore', async () => {
    const ecs = await world();
    ecs.programs.set('app', { exits: { code: 1, afterMs: 90_000 } });
    run(ecs, [{ name: 'app', restartPolicy: { enabled: true, restartAttemptPeriod: 60 } }]);
    await ecs.clock.advance(200_000);
    expect(ecs.driverLog).toEqual(['0 start app', '90 start app', '180 start app']);
    expect(task(ecs).observed.lastStatus).toBe('RUNNING');
    expect(container(ecs, 'app')).toMatchObject({ lastStatus: 'RUNNING', restartCount: 2 });
    ecs.programs.set('app', { exits: { code: 1, afterMs: 59_000 } });
    await ecs.clock.advance(200_000);
    expect(ecs.driverLog.slice(3)).toEqual(['270 start app']);
    expect(task(ecs).stopCode).toBe('EssentialContainerExited');
  });

  it('leaves a task alone that is to stop', async () => {
    const ecs = await world();
    run(ecs, [{ name: 'app', restartPolicy: { enabled: true, restartAttemptPeriod: 60 } }]);
    await ecs.clock.advance(100_000);
    stop(ecs);
    await ecs.clock.advance(1000);
    expect(ecs.driverLog).toEqual(['0 start app', '100 stop app']);
    expect(task(ecs).observed.lastStatus).toBe('STOPPED');
  });
});

describe('a task whose image is still being built', () => {
  it('starts when the image is there', async () => {
    const ecs = await world();
    ecs.programs.set('app', { builtAfterMs: 120_000 });
    run(ecs, [{ name: 'app' }]);
    await ecs.clock.advance(119_000);
    expect(task(ecs).observed.lastStatus).toBe('PENDING');
    await ecs.clock.advance(2_000);
    expect(task(ecs).observed.lastStatus).toBe('RUNNING');
  });

  it('stops at once when it is told to, and stays stopped when the build ends', async () => {
    const ecs = await world();
    ecs.programs.set('app', { builtAfterMs: 120_000 });
    run(ecs, [{ name: 'app' }]);
    await ecs.clock.advance(10_000);
    stop(ecs);
    await ecs.clock.advance(1000);
    expect(task(ecs)).toMatchObject({ stopCode: 'UserInitiated', observed: { lastStatus: 'STOPPED' } });
    await ecs.clock.advance(200_000);
    expect(ecs.driverLog).toEqual([]);
    expect(task(ecs)).toMatchObject({ stopCode: 'UserInitiated', observed: { lastStatus: 'STOPPED' } });
  });

  it('leaves others alone that wait for the same image', async () => {
    const ecs = await world();
    ecs.programs.set('app', { builtAfterMs: 120_000 });
    run(ecs, [{ name: 'app' }]);
    run(ecs, [{ name: 'app' }]);
    await ecs.clock.advance(10_000);
    stop(ecs);
    await ecs.clock.advance(120_000);
    expect(
      ecs
        .tasks()
        .map(({ observed }) => observed.lastStatus)
        .toSorted(),
    ).toEqual(['RUNNING', 'STOPPED']);
  });
});
