import { constants } from 'node:os';

import { delay, type Clock } from '../../../core/clock.ts';
import type { RunningProgram } from '../../rootfs/spawn.ts';
import type { ExitResult } from '../driver.ts';
import type { ControlGroup } from './control-group.ts';
import type { OutputLines } from './output-lines.ts';
import { findProcessesByEnvironment, isSameProcess, sendSignal } from './process-identity.ts';

/** ECS's reason for a container that the kernel killed at its memory limit. */
const outOfMemoryReason = 'OutOfMemoryError: container killed due to memory usage';

/** A container's processes from their start to the end of the last of them. */
export class RunningContainer {
  /** Resolves when the first process has ended, the others are killed and all output has been delivered. */
  readonly ended: Promise<ExitResult>;
  readonly #program: RunningProgram;
  #hasEnded = false;

  constructor(
    program: RunningProgram,
    marker: string,
    group: ControlGroup | undefined,
    lines: Record<'stdout' | 'stderr', OutputLines>,
    release: () => void,
  ) {
    this.#program = program;
    this.ended = this.#waitForEnd(marker, group, lines).finally(release);
    // Somebody may never wait; the failure is theirs to see only if they do.
    this.ended.catch(() => undefined);
  }

  /** Sends `signal` to all processes of the container, and kills them `timeoutMs` later. */
  async stop(clock: Clock, options: { signal: NodeJS.Signals; timeoutMs: number }): Promise<void> {
    if (!this.#hasEnded) sendSignal(-this.#program.pid, options.signal);
    const enough = new AbortController();
    const timeout = delay(clock, options.timeoutMs, enough.signal).then(
      () => this.#hasEnded || sendSignal(-this.#program.pid, 'SIGKILL'),
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
    sendSignal(-pid, 'SIGKILL');
    this.#hasEnded = true;
    await killLeftovers(marker);
    await this.#program.closed;
    lines.stdout.end();
    lines.stderr.end();
    return exitResult(child.exitCode, child.signalCode, group?.wasOutOfMemory() ?? false);
  }
}

/** Kills every process that carries the marker in its environment and resolves when none is left. */
export async function killLeftovers(marker: string): Promise<void> {
  for (;;) {
    const leftovers = findProcessesByEnvironment(marker).filter((leftover) => leftover.pid !== process.pid);
    if (leftovers.length === 0) return;
    for (const leftover of leftovers) {
      if (isSameProcess(leftover)) sendSignal(leftover.pid, 'SIGKILL');
    }
    // Not the injected clock: this waits for the kernel, whatever time the state machines live in.
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
