import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import { metricIdentity, type MetricStore } from '../../services/cloudwatch/metric-store.ts';
import { type EcsTables, ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { countTasks } from '../../services/ecs/task-counts.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';
import { clusterMetrics, type InsightsMetric, serviceMetrics, useMetrics } from './container-insights.ts';
import { type TaskUse, taskUse, type UsageReading, utilization } from './utilization.ts';

export interface EcsMetricsEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly metrics: MetricStore;
  /** What a task's containers use together; undefined when none runs or the machine does not tell. */
  readonly taskUsage: (
    taskArn: string,
  ) => { readonly cpuSeconds: number; readonly memoryBytes: number } | undefined;
}

const awsPeriodMs = 60_000;
const everything = 'all tasks';

type Dimensions = readonly { readonly name: string; readonly value: string }[];
/** A RUNNING task and what it used in the period, where that is known. */
interface MeasuredTask {
  readonly row: TaskRow;
  readonly use: TaskUse | undefined;
}

/**
 * Reports at the end of each period what the tasks used in it: AWS/ECS per service, one sample per task, so that SampleCount
 * is the number of running tasks, and Container Insights of clusters that have it on. What does not run reports nothing.
 * Fargate has no utilization of clusters in AWS/ECS.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export function ecsMetricsReconciler(environment: EcsMetricsEnvironment): Reconciler {
  const { store, clock, timing, taskUsage } = environment;
  const periodMs = timing.scaled('cloudwatch-period', awsPeriodMs);
  let readings = new Map<string, UsageReading>();

  const measure = (row: TaskRow, atMs: number, next: Map<string, UsageReading>): MeasuredTask => {
    const usage = taskUsage(row.taskArn);
    if (usage === undefined) return { row, use: undefined };
    const reading = { atMs, ...usage };
    next.set(row.taskArn, reading);
    return { row, use: taskUse(row, readings.get(row.taskArn), reading) };
  };

  return {
    name: 'ecs-metrics',
    keysFor: () => [],
    initialKeys: () => [everything],
    async reconcile() {
      const nowMs = clock.now();
      const endMs = Math.floor(nowMs / periodMs) * periodMs;
      const next = new Map<string, UsageReading>();
      for (const scope of store.scopes(ecsTableNames.clusters)) {
        const tables = ecsTables(store, scope);
        const tasks = [...tables.tasks.values()]
          .filter(({ observed }) => observed.lastStatus === 'RUNNING')
          .map((row) => measure(row, nowMs, next));
        report(environment.metrics, scope, tables, tasks, endMs - periodMs);
      }
      readings = next;
      return { requeueAfterMs: endMs + periodMs - nowMs };
    },
  };
}

function report(
  metrics: MetricStore,
  scope: string,
  tables: EcsTables,
  tasks: readonly MeasuredTask[],
  timestampMs: number,
): void {
  for (const { row, use } of tasks) {
    if (row.serviceName === undefined || use === undefined) continue;
    const percent = utilization(use);
    const dimensions = [cluster(row), { name: 'ServiceName', value: row.serviceName }];
    for (const [metricName, value] of [
      ['CPUUtilization', percent.cpu],
      ['MemoryUtilization', percent.memory],
    ] as const) {
      const metric = metricIdentity('AWS/ECS', metricName, dimensions);
      metrics.record(scope, metric, { timestampMs, unit: 'Percent', values: [[value, 1]] });
    }
  }
  for (const { clusterArn, clusterName, settings, status } of tables.clusters.values()) {
    const insights = settings.find(({ name }) => name === 'containerInsights')?.value ?? 'disabled';
    if (insights === 'disabled' || status !== 'ACTIVE') continue;
    const record = (dimensions: Dimensions, of: readonly InsightsMetric[]) => {
      for (const { metricName, unit, value } of of) {
        const metric = metricIdentity('ECS/ContainerInsights', metricName, dimensions);
        metrics.record(scope, metric, { timestampMs, unit, values: [[value, 1]] });
      }
    };
    const ofCluster = tasks.filter(({ row }) => row.clusterArn === clusterArn);
    reportInsights(tables, { clusterArn, clusterName }, ofCluster, record);
  }
}

function reportInsights(
  tables: EcsTables,
  of: { readonly clusterArn: string; readonly clusterName: string },
  tasks: readonly MeasuredTask[],
  record: (dimensions: Dimensions, metrics: readonly InsightsMetric[]) => void,
): void {
  const uses = (members: readonly MeasuredTask[]) => members.flatMap(({ use }) => use ?? []);
  const services = [...tables.services.values()].filter(
    ({ clusterArn, status }) => clusterArn === of.clusterArn && status === 'ACTIVE',
  );
  record(
    [cluster(of)],
    [...clusterMetrics({ tasks: tasks.length, services: services.length }), ...useMetrics(uses(tasks))],
  );
  for (const service of services) {
    const { serviceName, serviceArn } = service;
    const { running, pending } = countTasks(tables, service).total;
    record(
      [cluster(of), { name: 'ServiceName', value: serviceName }],
      [
        ...serviceMetrics({
          desired: service.desiredCount,
          running,
          pending,
          deployments: service.deployments.filter(({ status }) => status !== 'INACTIVE').length,
          taskSets: [...tables.taskSets.values()].filter((set) => set.serviceArn === serviceArn).length,
        }),
        ...useMetrics(uses(tasks.filter(({ row }) => row.serviceName === serviceName))),
      ],
    );
  }
  for (const [family, members] of byFamily(tasks))
    record([cluster(of), { name: 'TaskDefinitionFamily', value: family }], useMetrics(uses(members)));
}

function cluster({ clusterName }: { readonly clusterName: string }) {
  return { name: 'ClusterName', value: clusterName };
}

function byFamily(tasks: readonly MeasuredTask[]): Map<string, MeasuredTask[]> {
  const families = new Map<string, MeasuredTask[]>();
  for (const task of tasks) {
    const family = /task-definition\/(.+):\d+$/.exec(task.row.taskDefinitionArn)?.[1] ?? '';
    const members = families.get(family);
    if (members === undefined) families.set(family, [task]);
    else members.push(task);
  }
  return families;
}
