import type { TaskRow } from '../../services/ecs/store.ts';

/** What a task had used when it was looked at. */
export interface UsageReading {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

/** What a task used between two readings. */
export interface TaskUse {
  /** CPU units, of which a virtual CPU has 1024. */
  readonly cpuUnits: number;
  readonly cpuReserved: number;
  /** MiB. */
  readonly memory: number;
  readonly memoryReserved: number;
}

const unitsPerCpu = 1024;
const bytesPerMib = 1024 * 1024;

/**
 * The use of a task from one reading to the next; undefined where the two say nothing: a container that ended in between took
 * its seconds with it.
 */
export function taskUse(
  task: Pick<TaskRow, 'cpu' | 'memory'>,
  before: UsageReading | undefined,
  after: UsageReading,
): TaskUse | undefined {
  if (before === undefined || after.atMs <= before.atMs || after.cpuSeconds < before.cpuSeconds)
    return undefined;
  const seconds = (after.atMs - before.atMs) / 1000;
  return {
    cpuUnits: ((after.cpuSeconds - before.cpuSeconds) / seconds) * unitsPerCpu,
    cpuReserved: Number(task.cpu),
    memory: after.memoryBytes / bytesPerMib,
    memoryReserved: Number(task.memory),
  };
}

/**
 * Percent of what the task reserves. Fargate holds a task to it; a machine whose limits are only stated does not, and then a
 * task can use more than all of it, which is shown.
 */
export function utilization({ cpuUnits, cpuReserved, memory, memoryReserved }: TaskUse): {
  readonly cpu: number;
  readonly memory: number;
} {
  return { cpu: (cpuUnits / cpuReserved) * 100, memory: (memory / memoryReserved) * 100 };
}
