import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process for good: the start time tells it from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: clock ticks since boot on Linux, a date elsewhere. */
  readonly startTime: string;
}

/** The identity of a living process; undefined when there is none (a zombie is none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (process.platform !== 'linux') {
    try {
      const startTime = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
      return startTime === '' ? undefined : { pid, startTime };
    } catch {
      return undefined;
    }
  }
  const stat = readStat(pid);
  return stat === undefined ? undefined : { pid, startTime: stat.startTime };
}

/** What /proc says of a living process (Linux). */
function readStat(pid: number): { readonly group: number; readonly startTime: string } | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold spaces (proc(5)); state is field 3, the process
  // group 5, the start time 22.
  const [state, , group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = rest[16];
  if (startTime === undefined || state === 'Z' || state === 'X') return undefined;
  return { group: Number(group), startTime };
}

/** The living processes of a group, those that are about to end among them. Empty where the system does not show them. */
export function findProcessesOfGroup(group: number): ProcessIdentity[] {
  return processIds().flatMap((pid) => {
    const stat = readStat(pid);
    return stat?.group === group ? [{ pid, startTime: stat.startTime }] : [];
  });
}

function processIds(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** Whether exactly this process still lives. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTime === identity.startTime;
}

/** Sends a signal to a process, or to a process group when `pid` is negative. False when there is none. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * The processes that were started with this entry (`NAME=value`) in their environment, however far they have moved
 * from their parent and process group. Only Linux shows another process's environment; elsewhere the list is empty.
 */
export function findProcessesByEnvironment(entry: string): ProcessIdentity[] {
  return processIds().flatMap((pid) => {
    const environment = readProcFile(`/proc/${pid}/environ`);
    if (environment === undefined || !environment.split('\0').includes(entry)) return [];
    return identifyProcess(pid) ?? [];
  });
}

function readProcFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended meanwhile, or belongs to somebody else.
    return undefined;
  }
}
