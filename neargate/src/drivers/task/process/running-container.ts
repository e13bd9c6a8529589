import { constants } from 'node:os';

import { delay, type Clock } from '../../../core/clock.ts';
import type { RunningProgram } from '../../rootfs/spawn.ts';
import type { ContainerUsage, ExitResult, StopOptions } from '../driver.ts';
import type { ControlGroup } from './control-group.ts';
import type { OutputLines } from '../output-lines.ts';
import { measureProcesses } from './process-usage.ts';
import {
  findProcessesByEnvironment,
  findProcessesOfGroup,
  isSameProcess,
  type ProcessIdentity,
  sendSignal,
} from './process-identity.ts';
import { handlesSignal } from '../signal-handling.ts';

/** ECS's reason for a container that the kernel killed at its memory limit. */
const outOfMemoryReason = 'OutOfMemoryError: container killed due to memory usage';

/** A process that waits inside the kernel (a dead network disk) may never end; nobody waits longer than this for it. */
const longestDeathMs = 3_000;

/** A container's processes from their start to the end of the last of them. */
export class RunningContainer {
  /** Resolves when the first process has ended, the others are killed and all output has been delivered. */
  readonly ended: Promise<ExitResult>;
  readonly #program: RunningProgram;
  readonly #marker: string;
  readonly #group: ControlGroup | undefined;
  #hasEnded = false;

  constructor(
    program: RunningProgram,
    marker: string,
    group: ControlGroup | undefined,
    lines: Record<'stdout' | 'stderr', OutputLines>,
    release: () => void,
  ) {
    this.#program = program;
    this.#marker = marker;
    this.#group = group;
    this.ended = this.#waitForEnd(marker, group, lines).finally(release);
    // Somebody may never wait; the failure is theirs to see only if they do.
    this.ended.catch(() => undefined);
  }

  /** By the control group where there is one, else by the container's processes. */
  usage(): ContainerUsage | undefined {
    if (this.#hasEnded) return undefined;
    return this.#group === undefined ? measureProcesses(this.#marker) : this.#group.usage();
  }

  get pid(): number {
    return this.#program.pid;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Sends the signal to the first process alone, as a container runtime does, and kills all of them later. */
  async stop(clock: Clock, options: StopOptions): Promise<void> {
    const { signal, timeoutMs, whenUnhandledMs } = options;
    const isProtected = whenUnhandledMs !== undefined && handlesSignal(this.pid, signal) === false;
    if (!this.#hasEnded && !isProtected) sendSignal(this.pid, signal);
    const enough = new AbortController();
    const waitMs = isProtected ? Math.min(whenUnhandledMs, timeoutMs) : timeoutMs;
    const timeout = delay(clock, waitMs, enough.signal).then(
      () => this.#hasEnded || sendSignal(-this.pid, 'SIGKILL'),
      () => undefined,
    );
    await this.ended.finally(() => enough.abort());
    await timeout;
  }

  async #waitForEnd(
    marker: string,
    group: ControlGroup | undefined,
    lines: Record<'stdout' | 'stderr', OutputLines>,
  ): Promise<ExitResult> {
    const { child, pid } = this.#program;
    await this.#program.exited;
    // As in a container, the end of the first process is the end of all. The group outlives its leader.
    await killGroup(pid);
    this.#hasEnded = true;
    await killLeftovers(marker);
    await this.#program.closed;
    lines.stdout.end();
    lines.stderr.end();
    return exitResult(child.exitCode, child.signalCode, group?.wasOutOfMemory() ?? false);
  }
}

/** Kills a process group and resolves when no process of it is left. */
export async function killGroup(group: number): Promise<void> {
  if (!sendSignal(-group, 'SIGKILL')) return;
  await untilGone(() => findProcessesOfGroup(group));
}

/** Kills every process that carries the marker in its environment and resolves when none is left. */
export async function killLeftovers(marker: string): Promise<void> {
  // A process that is ending has no environment any more: those seen once are waited for all the same.
  const killed = new Map<number, ProcessIdentity>();
  await untilGone(() => {
    for (const leftover of findProcessesByEnvironment(marker)) {
      if (leftover.pid === process.pid) continue;
      killed.set(leftover.pid, leftover);
      sendSignal(leftover.pid, 'SIGKILL');
    }
    return [...killed.values()].filter(isSameProcess);
  });
}

/** Not with the injected clock: this waits for the kernel, whatever time the state machines live in. */
async function untilGone(find: () => readonly ProcessIdentity[]): Promise<void> {
  const begun = performance.now();
  while (find().length > 0 && performance.now() - begun < longestDeathMs) {
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}

function exitResult(code: number | null, signal: NodeJS.Signals | null, outOfMemory: boolean): ExitResult {
  const exitCode = signal === null ? (code ?? undefined) : 128 + constants.signals[signal];
  const oomKilled = outOfMemory && exitCode === 137;
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === null ? {} : { signal }),
    ...(oomKilled ? { oomKilled, reason: outOfMemoryReason } : {}),
  };
}
