import { readFileSync } from 'node:fs';

import type { ContainerUsage } from '../driver.ts';
import { findProcessesByEnvironment } from './process-identity.ts';

/** Linux counts processor time in units of 1/100 s for programs, whatever the kernel's own tick (proc(5), USER_HZ). */
const ticksPerSecond = 100;

/**
 * What the processes with this entry in their environment use, by /proc. Time of children that have ended is counted
 * once their parent has taken notice. Undefined where there is no /proc or no such process.
 */
export function measureProcesses(entry: string): ContainerUsage | undefined {
  const processes = findProcessesByEnvironment(entry).flatMap(({ pid }) => measureProcess(pid) ?? []);
  if (processes.length === 0) return undefined;
  return processes.reduce((total, each) => ({
    cpuSeconds: total.cpuSeconds + each.cpuSeconds,
    memoryBytes: total.memoryBytes + each.memoryBytes,
  }));
}

function measureProcess(pid: number): ContainerUsage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the program's name: user and system time are fields 14 and 15, those of ended children 16 and 17 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const anonymousKib = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuSeconds: ticks / ticksPerSecond, memoryBytes: Number(anonymousKib ?? 0) * 1024 };
  } catch {
    // Ended meanwhile.
    return undefined;
  }
}
