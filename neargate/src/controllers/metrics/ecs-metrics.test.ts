import { describe, expect, it } from 'vitest';
import { type AutoscalingWorld, createAutoscalingWorld } from '../autoscaling/autoscaling-test-world.ts';

const serviceDimensions = [
  { name: 'ClusterName', value: 'main' },
  { name: 'ServiceName', value: 'web' },
];

describe('metrics of ECS', () => {
  const statistics = async (test: AutoscalingWorld, MetricName: string, Namespace = 'AWS/ECS') =>
    test.call('cloudwatch', 'GetMetricStatistics', {
      Namespace,
      MetricName,
      Dimensions: serviceDimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      StartTime: new Date(test.clock.now() - 300_000),
      EndTime: new Date(test.clock.now()),
      Period: 60,
      Statistics: ['Average', 'SampleCount', 'Sum'],
    }).Datapoints;

  it('tell each minute what the running tasks use of what they reserve', async () => {
    const test = await createAutoscalingWorld();
    test.setLoad(100);
    await test.clock.advance(300_000);
    expect(await statistics(test, 'CPUUtilization')).toMatchObject(
      Array.from({ length: 5 }, () => ({ Average: 50, SampleCount: 2, Unit: 'Percent' })),
    );
    expect(await statistics(test, 'MemoryUtilization')).toMatchObject([{ Average: 50 }, {}, {}, {}, {}]);
    expect(await statistics(test, 'RunningTaskCount', 'ECS/ContainerInsights')).toEqual([]);
  });

  it('are those of Container Insights too, where the cluster has it on', async () => {
    const test = await createAutoscalingWorld();
    test.call('ecs', 'UpdateClusterSettings', {
      cluster: 'main',
      settings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    test.setLoad(100);
    await test.clock.advance(300_000);
    const last = async (name: string) => (await statistics(test, name, 'ECS/ContainerInsights'))?.at(-1);
    expect(await last('RunningTaskCount')).toMatchObject({ Average: 2, Unit: 'Count' });
    expect(await last('CpuUtilized')).toMatchObject({ Average: 256, Unit: 'None' });
    expect(await last('CpuReserved')).toMatchObject({ Average: 512 });
    expect(await last('MemoryUtilized')).toMatchObject({ Average: 512, Unit: 'Megabytes' });
    const names =
      test.call('cloudwatch', 'ListMetrics', { Namespace: 'ECS/ContainerInsights' }).Metrics ?? [];
    expect(new Set(names.map(({ Dimensions = [] }) => Dimensions.map(({ Name }) => Name).join()))).toEqual(
      new Set(['ClusterName', 'ClusterName,ServiceName', 'ClusterName,TaskDefinitionFamily']),
    );
  });
});
