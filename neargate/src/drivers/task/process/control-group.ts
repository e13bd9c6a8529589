import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { quote } from '../../rootfs/shell-quote.ts';
import type { ContainerUsage } from '../driver.ts';

const cpuPeriodMicros = 100_000;
const removalRetryMs = 20;
const removalTries = 100;

export interface ControlGroupLimits {
  /** AWS CPU units: 1024 are one virtual CPU. */
  readonly cpuUnits?: number;
  readonly memoryMib?: number;
}

/** Holds a container to its CPU time and memory. Needs control groups that may be written, which usually means root. */
export interface ControlGroup {
  /** A line of shell that moves the shell, and so all it starts, into the group. */
  readonly enterScript: string;
  /** Whether the kernel killed a process of the group because of its memory limit. */
  wasOutOfMemory(): boolean;
  /** What the group's processes use now; undefined once the group is gone. */
  usage(): ContainerUsage | undefined;
  /** Removes the group, in a moment when the kernel still holds it. It must hold no process. */
  remove(): void;
}

export interface ControlGroups {
  readonly version: 1 | 2;
  create(name: string, limits: ControlGroupLimits): ControlGroup;
}

/** Finds writable control groups, of either version. @returns undefined where there are none */
export function detectControlGroups(base = '/sys/fs/cgroup'): ControlGroups | undefined {
  try {
    if (existsSync(path.join(base, 'cgroup.controllers'))) return detectVersion2(base);
    if (existsSync(path.join(base, 'memory')) && existsSync(path.join(base, 'cpu')))
      return detectVersion1(base);
  } catch {
    // Not ours to write.
  }
  return undefined;
}

function detectVersion1(base: string): ControlGroups {
  // Where the two are mounted together, cpuacct is only another name of cpu.
  const parents = ['cpu', 'memory', 'cpuacct'].map((controller) => path.join(base, controller, 'neargate'));
  for (const parent of parents) {
    mkdirSync(parent, { recursive: true });
    accessSync(parent, constants.W_OK);
  }
  return {
    version: 1,
    create(name, limits) {
      const directories = parents.map((parent) => path.join(parent, name));
      const [cpu = '', memory = '', accounting = ''] = directories;
      for (const directory of directories) mkdirSync(directory, { recursive: true });
      if (limits.memoryMib !== undefined) {
        writeFileSync(path.join(memory, 'memory.limit_in_bytes'), String(limits.memoryMib * 1024 * 1024));
      }
      if (limits.cpuUnits !== undefined) {
        writeFileSync(path.join(cpu, 'cpu.cfs_period_us'), String(cpuPeriodMicros));
        writeFileSync(path.join(cpu, 'cpu.cfs_quota_us'), String(quotaMicros(limits.cpuUnits)));
      }
      return group(directories, path.join(memory, 'memory.oom_control'), () => ({
        cpuSeconds: Number(readFileSync(path.join(accounting, 'cpuacct.usage'), 'utf8')) / 1e9,
        memoryBytes:
          Number(readFileSync(path.join(memory, 'memory.usage_in_bytes'), 'utf8')) -
          entryOf(path.join(memory, 'memory.stat'), 'total_inactive_file'),
      }));
    },
  };
}

function detectVersion2(base: string): ControlGroups | undefined {
  const controllers = readFileSync(path.join(base, 'cgroup.controllers'), 'utf8').split(/\s+/);
  if (!controllers.includes('memory') || !controllers.includes('cpu')) return undefined;
  const parent = path.join(base, 'neargate');
  mkdirSync(parent, { recursive: true });
  accessSync(parent, constants.W_OK);
  writeFileSync(path.join(base, 'cgroup.subtree_control'), '+cpu +memory');
  writeFileSync(path.join(parent, 'cgroup.subtree_control'), '+cpu +memory');
  return {
    version: 2,
    create(name, limits) {
      const directory = path.join(parent, name);
      mkdirSync(directory, { recursive: true });
      if (limits.memoryMib !== undefined) {
        writeFileSync(path.join(directory, 'memory.max'), String(limits.memoryMib * 1024 * 1024));
      }
      if (limits.cpuUnits !== undefined) {
        writeFileSync(path.join(directory, 'cpu.max'), `${quotaMicros(limits.cpuUnits)} ${cpuPeriodMicros}`);
      }
      return group([directory], path.join(directory, 'memory.events'), () => ({
        cpuSeconds: entryOf(path.join(directory, 'cpu.stat'), 'usage_usec') / 1e6,
        memoryBytes:
          Number(readFileSync(path.join(directory, 'memory.current'), 'utf8')) -
          entryOf(path.join(directory, 'memory.stat'), 'inactive_file'),
      }));
    },
  };
}

function quotaMicros(cpuUnits: number): number {
  // The kernel refuses quotas below 1 ms.
  return Math.max(1000, Math.round((cpuUnits / 1024) * cpuPeriodMicros));
}

/** The kernel lets go of a group only a moment after its last process has ended. A group that stays is empty and harmless. */
function removeAll(directories: readonly string[], triesLeft: number): void {
  const busy = directories.filter((directory) => {
    try {
      rmdirSync(directory);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EBUSY';
    }
  });
  // Not the injected clock: this waits for the kernel, whatever time the state machines live in.
  if (busy.length > 0 && triesLeft > 0) {
    setTimeout(() => removeAll(busy, triesLeft - 1), removalRetryMs).unref();
  }
}

/** The number behind a name in one of the kernel's flat keyed files; 0 when it is not there. */
function entryOf(file: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}

function group(
  directories: readonly string[],
  eventsFile: string,
  measure: () => ContainerUsage,
): ControlGroup {
  return {
    usage() {
      try {
        return measure();
      } catch {
        // Removed meanwhile.
        return undefined;
      }
    },
    enterScript: directories
      .map((directory) => `echo $$ > ${quote(path.join(directory, 'cgroup.procs'))}`)
      .join('\n'),
    wasOutOfMemory() {
      return entryOf(eventsFile, 'oom_kill') > 0;
    },
    remove: () => removeAll(directories, removalTries),
  };
}
