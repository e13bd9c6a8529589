import { describe, expect, it, onTestFinished } from 'vitest';
import { createEcsWorld, type EcsWorld } from './ecs-test-world.ts';

async function world(): Promise<EcsWorld> {
  const created = await createEcsWorld();
  onTestFinished(() => created.stop());
  return created;
}

function subnets(ecs: EcsWorld): string[] {
  return (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? [])
    .slice(0, 2)
    .map(({ SubnetId }) => SubnetId ?? '');
}

function createService(
  ecs: EcsWorld,
  image: string,
  extra: Partial<Parameters<typeof ecs.call<'ecs', 'CreateService'>>[2]> = {},
): void {
  ecs.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: ecs.registerTaskDefinition(image),
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnets(ecs) } },
    ...extra,
  });
}

describe('an ECS service', () => {
  it('runs its tasks, spread over the zones, and reaches a steady state', async () => {
    const ecs = await world();
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    expect(ecs.running()).toHaveLength(2);
    expect(new Set(ecs.running().map(({ observed }) => observed.availabilityZone)).size).toBe(2);
    expect(ecs.service('web').deployments.map(({ observed }) => observed.rolloutState)).toEqual([
      'COMPLETED',
    ]);
    expect(ecs.events('web')[0]).toBe('(service web) has reached a steady state.');
    expect(ecs.events('web').at(-1)).toMatch(
      /^\(service web\) has started 2 tasks: \(task [0-9a-f]{32}\) \(task [0-9a-f]{32}\)\.$/,
    );
  });

  it('replaces a task that is killed', async () => {
    const ecs = await world();
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    const [victim] = ecs.running();
    if (victim === undefined) throw new Error('nothing runs');
    ecs.kill(victim);
    await ecs.clock.advance(60_000);
    expect(ecs.running()).toHaveLength(2);
    const stopped = ecs.tasks().find(({ taskArn }) => taskArn === victim.taskArn);
    expect(stopped).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      observed: { lastStatus: 'STOPPED', containers: [{ exitCode: 137 }] },
    });
  });

  it('lets no task wait for the stop of others, however many they are', async () => {
    const ecs = await world();
    ecs.programs.set('stubborn:1', { stopsAfterMs: 60_000 });
    createService(ecs, 'stubborn:1', { serviceName: 'stubborn', desiredCount: 20 });
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    ecs.call('ecs', 'UpdateService', { cluster: 'main', service: 'stubborn', desiredCount: 0 });
    await ecs.clock.advance(5_000);
    expect(ecs.tasks().filter(({ observed }) => observed.lastStatus === 'STOPPING')).toHaveLength(20);
    const victim = ecs.running().find(({ serviceName }) => serviceName === 'web');
    if (victim === undefined) throw new Error('nothing runs');
    ecs.kill(victim);
    await ecs.clock.advance(0);
    expect(ecs.tasks().find(({ taskArn }) => taskArn === victim.taskArn)).toMatchObject({
      observed: { lastStatus: 'STOPPED', containers: [{ exitCode: 137 }] },
    });
    await ecs.clock.advance(60_000);
    expect(ecs.running()).toHaveLength(2);
  });

  it('rolls a new task definition out without fewer running tasks than desired', async () => {
    const ecs = await world();
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    ecs.call('ecs', 'UpdateService', {
      cluster: 'main',
      service: 'web',
      taskDefinition: ecs.registerTaskDefinition('web:2'),
    });
    let fewest = Number.POSITIVE_INFINITY;
    for (let second = 0; second < 120; second++) {
      await ecs.clock.advance(1000);
      fewest = Math.min(fewest, ecs.runningImages().length);
    }
    expect(fewest).toBeGreaterThanOrEqual(2);
    expect(ecs.runningImages()).toEqual(['web:2', 'web:2']);
    expect(ecs.service('web').deployments).toHaveLength(1);
    expect(ecs.events('web').slice(0, 2)).toEqual([
      '(service web) has reached a steady state.',
      expect.stringMatching(/^\(service web\) \(deployment ecs-svc\/\d{19}\) deployment completed\.$/),
    ]);
  });

  it('trips the circuit breaker when tasks cannot start, and goes back to the version that ran', async () => {
    const ecs = await world();
    ecs.programs.set('broken', { missing: true });
    createService(ecs, 'web:1', {
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await ecs.clock.advance(60_000);
    const completed = ecs.service('web').deployments[0]?.id;
    ecs.call('ecs', 'UpdateService', {
      cluster: 'main',
      service: 'web',
      taskDefinition: ecs.registerTaskDefinition('broken'),
    });
    await ecs.clock.advance(20 * 60_000);
    expect(ecs.runningImages()).toEqual(['web:1', 'web:1']);
    expect(ecs.service('web').deployments.map(({ id, status }) => [id, status])).toEqual([
      [completed, 'PRIMARY'],
    ]);
    expect(ecs.service('web').taskDefinition).toMatch(/:1$/);
    const events = ecs.events('web').join('\n');
    expect(events).toContain(
      'was unable to place a task. Reason: CannotPullContainerError: broken: not found',
    );
    expect(events).toContain('deployment failed: tasks failed to start.');
    expect(events).toContain(`rolling back to deployment ${completed}.`);
  });

  it('fails the first deployment for good when nothing can be gone back to', async () => {
    const ecs = await world();
    ecs.programs.set('broken', { missing: true });
    createService(ecs, 'broken', {
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await ecs.clock.advance(20 * 60_000);
    const before = ecs.tasks().length;
    expect(
      ecs.service('web').deployments.map(({ status, observed }) => [status, observed.rolloutState]),
    ).toEqual([['PRIMARY', 'FAILED']]);
    await ecs.clock.advance(10 * 60_000);
    expect(ecs.tasks()).toHaveLength(before);
  });

  it('waits longer and longer between starts that fail, without a circuit breaker', async () => {
    const ecs = await world();
    ecs.programs.set('broken', { missing: true });
    createService(ecs, 'broken', { desiredCount: 1 });
    await ecs.clock.advance(60 * 60_000 - 1);
    expect(ecs.tasks().length).toBeGreaterThan(5);
    expect(ecs.tasks().length).toBeLessThan(20);
    expect(ecs.events('web').join('\n')).toContain('is unable to consistently start tasks successfully.');
  });

  it('follows a changed desired count without a new deployment', async () => {
    const ecs = await world();
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    const id = ecs.service('web').deployments[0]?.id;
    ecs.call('ecs', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 3 });
    await ecs.clock.advance(60_000);
    expect(ecs.running()).toHaveLength(3);
    ecs.call('ecs', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 1 });
    await ecs.clock.advance(60_000);
    expect(ecs.running()).toHaveLength(1);
    expect(ecs.service('web').deployments.map((deployment) => deployment.id)).toEqual([id]);
  });

  it('stops its tasks and becomes INACTIVE when deleted', async () => {
    const ecs = await world();
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    ecs.call('ecs', 'DeleteService', { cluster: 'main', service: 'web', force: true });
    await ecs.clock.advance(60_000);
    expect(ecs.runningImages()).toEqual([]);
    expect(ecs.service('web').status).toBe('INACTIVE');
  });

  it('frees the network interface of a stopped task', async () => {
    const ecs = await world();
    createService(ecs, 'web:1');
    await ecs.clock.advance(60_000);
    ecs.call('ecs', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 0 });
    await ecs.clock.advance(60_000);
    const interfaces = [
      ...ecs.context.store.table('ec2.network-interfaces', '123456789012/us-east-1').keys(),
    ];
    expect(interfaces).toEqual([]);
  });

  it('gives a standalone task its life and shows how it ended', async () => {
    const ecs = await world();
    ecs.programs.set('job', { exits: { code: 3, afterMs: 5000 } });
    ecs.call('ecs', 'RunTask', {
      cluster: 'main',
      taskDefinition: ecs.registerTaskDefinition('job'),
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: subnets(ecs) } },
    });
    await ecs.clock.advance(1000);
    expect(ecs.running()).toHaveLength(1);
    await ecs.clock.advance(10_000);
    expect(ecs.tasks()[0]).toMatchObject({
      stopCode: 'EssentialContainerExited',
      observed: { lastStatus: 'STOPPED', containers: [{ exitCode: 3, lastStatus: 'STOPPED' }] },
    });
  });
});
