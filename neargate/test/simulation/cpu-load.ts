import type { Clock } from '../../src/core/clock.ts';
import type { Machine } from './machine.ts';

/** Of the tasks of a simulation: a quarter of a virtual CPU. */
const reservedCpus = 256 / 1024;

/** Work that comes from outside and is shared by all tasks that run: the fewer they are, the busier each is. */
export class CpuLoad {
  /** In percent of what one task can do. */
  percent = 0;
  private readonly clock: Clock;
  private readonly machine: Machine;
  private readonly used = new Map<string, { readonly atMs: number; readonly cpuSeconds: number }>();

  constructor(clock: Clock, machine: Machine) {
    this.clock = clock;
    this.machine = machine;
  }

  /** What a task has used since it was asked about first. */
  readonly usage = (taskArn: string): { readonly cpuSeconds: number; readonly memoryBytes: number } => {
    const atMs = this.clock.now();
    const before = this.used.get(taskArn) ?? { atMs, cpuSeconds: 0 };
    const share = Math.min(1, this.percent / 100 / Math.max(1, this.machine.containers().length));
    const cpuSeconds = before.cpuSeconds + ((atMs - before.atMs) / 1000) * share * reservedCpus;
    this.used.set(taskArn, { atMs, cpuSeconds });
    return { cpuSeconds, memoryBytes: 0 };
  };
}
