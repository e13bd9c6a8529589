import type { TaskUse } from './utilization.ts';

export interface InsightsMetric {
  readonly metricName: string;
  readonly unit: 'None' | 'Megabytes' | 'Count';
  readonly value: number;
}

/** What a service is at the time of a report. */
export interface ServiceCounts {
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly deployments: number;
  readonly taskSets: number;
}

/**
 * Use and reservation summed over tasks, as Container Insights reports them of a cluster, a service or a family. Network and
 * storage are not measured here, and not reported.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export function useMetrics(uses: readonly TaskUse[]): InsightsMetric[] {
  if (uses.length === 0) return [];
  const sum = (of: (use: TaskUse) => number) => uses.reduce((total, use) => total + of(use), 0);
  return [
    { metricName: 'CpuUtilized', unit: 'None', value: sum(({ cpuUnits }) => cpuUnits) },
    { metricName: 'CpuReserved', unit: 'None', value: sum(({ cpuReserved }) => cpuReserved) },
    { metricName: 'MemoryUtilized', unit: 'Megabytes', value: sum(({ memory }) => memory) },
    { metricName: 'MemoryReserved', unit: 'Megabytes', value: sum(({ memoryReserved }) => memoryReserved) },
  ];
}

export function serviceMetrics(counts: ServiceCounts): InsightsMetric[] {
  return [
    count('DesiredTaskCount', counts.desired),
    count('RunningTaskCount', counts.running),
    count('PendingTaskCount', counts.pending),
    count('DeploymentCount', counts.deployments),
    count('TaskSetCount', counts.taskSets),
  ];
}

export function clusterMetrics(counts: {
  readonly tasks: number;
  readonly services: number;
}): InsightsMetric[] {
  return [
    count('TaskCount', counts.tasks),
    count('ServiceCount', counts.services),
    // Fargate has none.
    count('ContainerInstanceCount', 0),
  ];
}

function count(metricName: string, value: number): InsightsMetric {
  return { metricName, unit: 'Count', value };
}
