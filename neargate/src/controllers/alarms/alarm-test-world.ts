import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing, type TimingProfile } from '../../core/timing.ts';
import { metricIdentity } from '../../services/cloudwatch/metric-store.ts';
import { eventsTables } from '../../services/events/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { alarmControllers } from './alarm-controllers.ts';

const scope = '123456789012/us-east-1';
const dimensions = [
  { name: 'ClusterName', value: 'main' },
  { name: 'ServiceName', value: 'web' },
];
const cpu = metricIdentity('AWS/ECS', 'CPUUtilization', dimensions);
/** Of the metric that `record` writes. */
export const cpuHigh: PutMetricAlarmInput = {
  AlarmName: 'cpu-high',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
};
export const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;

export type AlarmWorld = Awaited<ReturnType<typeof createAlarmWorld>>;

/** CloudWatch with its alarm controllers under a virtual clock that starts at the start of a minute. Test support. */
export async function createAlarmWorld(profile: TimingProfile = 'aws') {
  const test = await createTestContext();
  const { context, clock, call } = test;
  const environment = { store: context.store, clock, timing: timing(profile), contextOf: () => context };
  const running = startReconcilers(alarmControllers(environment), { ...environment, log: silentLogger });
  onTestFinished(() => running.stop());
  const startMs = clock.now();
  const alarm = (name = 'cpu-high') =>
    call('cloudwatch', 'DescribeAlarms', { AlarmNames: [name] }).MetricAlarms?.[0];
  const composite = (name: string) =>
    call('cloudwatch', 'DescribeAlarms', { AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] })
      .CompositeAlarms?.[0];
  return {
    ...test,
    alarm,
    composite,
    record: (value: number) =>
      context.metrics.record(scope, cpu, { timestampMs: clock.now(), unit: 'Percent', values: [[value, 1]] }),
    /** Advances second by second until the alarm has the state, and returns the second. */
    async secondsUntil(name: string, state: string, limit = 3600): Promise<number> {
      for (let waited = 0; waited < limit; waited++) {
        const found = alarm(name)?.StateValue ?? composite(name)?.StateValue;
        if (found === state) return (clock.now() - startMs) / 1000;
        await clock.advance(1000);
      }
      throw new Error(`${name} is not ${state} after ${limit} s`);
    },
    events: () => [...eventsTables(context.store, scope).acceptedEvents.values()].map(({ event }) => event),
    history: (name = 'cpu-high') =>
      (call('cloudwatch', 'DescribeAlarmHistory', { AlarmName: name }).AlarmHistoryItems ?? []).map(
        ({ HistorySummary }) => HistorySummary,
      ),
  };
}

/** Records a value in each of the next minutes. */
export async function minutes({ clock, record }: AlarmWorld, values: readonly number[]) {
  for (const value of values) {
    record(value);
    await clock.advance(60_000);
  }
}
