import { describe, expect, it, onTestFinished } from 'vitest';
import { createEcsWorld, type EcsWorld } from '../../ecs-test-world.ts';

async function world(): Promise<
  EcsWorld & { create(image: string, percent: number): string; sets(): unknown[] }
> {
  const ecs = await createEcsWorld();
  onTestFinished(() => ecs.stop());
  const subnets = (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? [])
    .slice(0, 2)
    .map(({ SubnetId }) => SubnetId ?? '');
  ecs.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    desiredCount: 4,
    deploymentController: { type: 'EXTERNAL' },
  });
  return {
    ...ecs,
    create: (image, percent) =>
      ecs.call('ecs', 'CreateTaskSet', {
        cluster: 'main',
        service: 'web',
        taskDefinition: ecs.registerTaskDefinition(image),
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets } },
        scale: { value: percent, unit: 'PERCENT' },
      }).taskSet?.id ?? '',
    sets: () =>
      (ecs.call('ecs', 'DescribeTaskSets', { cluster: 'main', service: 'web' }).taskSets ?? []).map(
        ({ id, runningCount, stabilityStatus }) => [id, runningCount, stabilityStatus],
      ),
  };
}

const place = { cluster: 'main', service: 'web' };

describe('the tasks of task sets', () => {
  it('are as many as each set computes, and steady once healthy', async () => {
    const ecs = await world();
    const [blue, green] = [ecs.create('web:1', 100), ecs.create('web:2', 25)];
    await ecs.clock.advance(39_000);
    expect(ecs.sets()).toEqual([
      [blue, 4, 'STABILIZING'],
      [green, 1, 'STABILIZING'],
    ]);
    await ecs.clock.advance(2000);
    expect(ecs.sets()).toEqual([
      [blue, 4, 'STEADY_STATE'],
      [green, 1, 'STEADY_STATE'],
    ]);
    expect(ecs.events('web')).toContain(`(service web, taskSet ${green}) has reached a steady state.`);
  });

  it('follow the scale and the desired count', async () => {
    const ecs = await world();
    const id = ecs.create('web:1', 50);
    await ecs.clock.advance(60_000);
    ecs.call('ecs', 'UpdateTaskSet', { ...place, taskSet: id, scale: { value: 100, unit: 'PERCENT' } });
    await ecs.clock.advance(60_000);
    expect(ecs.sets()).toEqual([[id, 4, 'STEADY_STATE']]);
    ecs.call('ecs', 'UpdateService', { ...place, desiredCount: 1 });
    await ecs.clock.advance(60_000);
    expect(ecs.sets()).toEqual([[id, 1, 'STEADY_STATE']]);
  });

  it('stop when the set is deleted, which is forgotten then', async () => {
    const ecs = await world();
    const [blue, green] = [ecs.create('web:1', 100), ecs.create('web:2', 100)];
    await ecs.clock.advance(60_000);
    ecs.call('ecs', 'DeleteTaskSet', { ...place, taskSet: blue, force: true });
    await ecs.clock.advance(60_000);
    expect(ecs.sets()).toEqual([[green, 4, 'STEADY_STATE']]);
    expect(new Set(ecs.runningImages())).toEqual(new Set(['web:2']));
  });

  it('are replaced when they end, and say why they cannot start', async () => {
    const ecs = await world();
    ecs.programs.set('broken', { missing: true });
    const broken = ecs.create('broken', 25);
    await ecs.clock.advance(60_000);
    expect(ecs.sets()).toEqual([[broken, 0, 'STABILIZING']]);
    const events = ecs.events('web').join('\n');
    expect(events).toContain(
      'was unable to place a task. Reason: CannotPullContainerError: broken: not found',
    );
    expect(events).toContain('is unable to consistently start tasks successfully.');
  });
});
