import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * Whether a process handles a signal or ignores it on purpose. Undefined where the system does not tell (not Linux) or
 * the process is gone.
 */
export function handlesSignal(pid: number, signal: NodeJS.Signals): boolean | undefined {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
  // Bit masks of caught and of ignored signals, the lowest bit for signal 1 (proc(5)).
  const bit = 1n << BigInt(constants.signals[signal] - 1);
  return ['SigCgt', 'SigIgn'].some((name) => {
    const mask = new RegExp(`^${name}:\\s+([0-9a-f]+)$`, 'm').exec(status)?.[1] ?? '0';
    return (BigInt(`0x${mask}`) & bit) !== 0n;
  });
}
