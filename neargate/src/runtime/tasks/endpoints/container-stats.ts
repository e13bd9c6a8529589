import type { ContainerUsage } from '../../../drivers/task/driver.ts';

/** One measurement of a container and of the machine's processors at the same moment. */
export interface StatsSample {
  readonly atMs: number;
  readonly usage: ContainerUsage;
  /** Time of all processors since the machine started, busy or idle, in nanoseconds. */
  readonly systemCpuNs: number;
  readonly processors: number;
}

/**
 * A container's statistics in the form of Docker's, from measurements: what is not measured (networks, block devices) is
 * left out. https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerStats
 */
export function containerStats(
  container: { readonly runtimeId: string; readonly name: string; readonly memoryLimitBytes: number },
  sample: StatsSample,
  previous: StatsSample | undefined,
): Readonly<Record<string, unknown>> {
  return {
    read: new Date(sample.atMs).toISOString(),
    // Docker's word for no earlier measurement.
    preread: previous === undefined ? '0001-01-01T00:00:00Z' : new Date(previous.atMs).toISOString(),
    name: container.name,
    id: container.runtimeId,
    cpu_stats: cpuStats(sample),
    precpu_stats: previous === undefined ? { cpu_usage: { total_usage: 0 } } : cpuStats(previous),
    memory_stats: { usage: sample.usage.memoryBytes, limit: container.memoryLimitBytes },
  };
}

function cpuStats({ usage, systemCpuNs, processors }: StatsSample) {
  return {
    cpu_usage: { total_usage: Math.round(usage.cpuSeconds * 1e9) },
    system_cpu_usage: systemCpuNs,
    online_cpus: processors,
  };
}
