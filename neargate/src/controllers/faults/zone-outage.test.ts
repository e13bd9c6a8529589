import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { createEcsWorld, type EcsWorld } from '../ecs-test-world.ts';
import { startReconcilers } from '../reconciler.ts';
import { zoneOutageReconciler } from './zone-outage-reconciler.ts';

/** A service of two tasks, one in each of two zones, that has come to rest. */
async function world(): Promise<EcsWorld> {
  const ecs = await createEcsWorld();
  const { store } = ecs.context;
  const haveLeft = new Set<string>();
  const outages = startReconcilers(
    [
      zoneOutageReconciler({
        store,
        contextOf: () => ecs.context,
        leaveLoadBalancers(_scope, tasks) {
          for (const { taskArn } of tasks) haveLeft.add(taskArn);
          return Promise.resolve();
        },
        killTask(taskArn) {
          expect(haveLeft, 'a load balancer may still send to a task that dies').toContain(taskArn);
          const task = ecs.tasks().find((each) => each.taskArn === taskArn);
          if (task !== undefined) ecs.kill(task);
        },
      }),
    ],
    { store, clock: ecs.clock, log: silentLogger },
  );
  onTestFinished(async () => {
    await outages.stop();
    await ecs.stop();
  });
  ecs.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: ecs.registerTaskDefinition('web:1'),
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnets(ecs) } },
  });
  await ecs.clock.advance(60_000);
  expect(zones(ecs)).toEqual(['us-east-1a', 'us-east-1b']);
  return ecs;
}

function subnets(ecs: EcsWorld): string[] {
  return (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? [])
    .filter(({ AvailabilityZone = '' }) => /[ab]$/.test(AvailabilityZone))
    .map(({ SubnetId }) => SubnetId ?? '');
}

const zones = (ecs: EcsWorld) =>
  ecs
    .running()
    .map(({ observed }) => observed.availabilityZone ?? '')
    .toSorted((left, right) => left.localeCompare(right));

const stopZone = (ecs: EcsWorld, letter: string) =>
  ecs.call('faults', 'StartFault', {
    fault: { kind: 'availability-zone', zoneName: `us-east-1${letter}` },
  }).faultId;

describe('a zone that is out', () => {
  it('loses its tasks, and the service gets new ones in the zone that is left', async () => {
    const ecs = await world();
    const lost = ecs.running().find(({ observed }) => observed.availabilityZone === 'us-east-1a');
    stopZone(ecs, 'a');
    await ecs.clock.advance(0);
    expect(zones(ecs)).not.toContain('us-east-1a');
    await ecs.clock.advance(120_000);
    expect(zones(ecs)).toEqual(['us-east-1b', 'us-east-1b']);
    expect(ecs.tasks().find(({ taskArn }) => taskArn === lost?.taskArn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      observed: { lastStatus: 'STOPPED', containers: [{ exitCode: 137 }] },
    });
  });

  it('gets its share of the tasks again when it is healed', async () => {
    const ecs = await world();
    const faultId = stopZone(ecs, 'a');
    await ecs.clock.advance(120_000);
    ecs.call('faults', 'HealFault', { faultId });
    await ecs.clock.advance(240_000);
    expect(zones(ecs)).toEqual(['us-east-1a', 'us-east-1b']);
    expect(ecs.events('web').some((message) => message.includes('AZ Rebalance'))).toBe(true);
  });

  it('starts nothing while it is out, says that there is no capacity, and goes on when it is healed', async () => {
    const ecs = await world();
    const faultIds = ['a', 'b'].map((letter) => stopZone(ecs, letter));
    await ecs.clock.advance(120_000);
    expect(ecs.running()).toEqual([]);
    expect(ecs.events('web')).toContain(
      '(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    );
    ecs.call('faults', 'HealFault', { faultId: faultIds[1] ?? '' });
    await ecs.clock.advance(120_000);
    expect(zones(ecs)).toEqual(['us-east-1b', 'us-east-1b']);
  });

  it('takes no task of RunTask, which says why', async () => {
    const ecs = await world();
    stopZone(ecs, 'a');
    const run = (all: readonly string[]) =>
      ecs.call('ecs', 'RunTask', {
        cluster: 'main',
        taskDefinition: 'web',
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: [...all] } },
      });
    const [inA = '', inB = ''] = subnets(ecs);
    expect(run([inA])).toEqual({
      tasks: [],
      failures: [
        {
          reason:
            'Capacity is unavailable at this time. Please try again later or in a different availability zone',
        },
      ],
    });
    expect(run([inA, inB]).failures).toEqual([]);
    await ecs.clock.advance(60_000);
    expect(new Set(zones(ecs))).toEqual(new Set(['us-east-1b']));
  });
});
