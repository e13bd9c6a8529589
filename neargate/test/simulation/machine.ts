import type { Clock } from '../../src/core/clock.ts';
import type { ExitResult, StopOptions } from '../../src/drivers/task/driver.ts';
import { programOf } from './programs.ts';

/** Something under way in a container that its end would cut. */
export interface Work {
  onContainerEnd(cause: EndCause): void;
}

/** Why a container ended: by itself, because the machine lost it, or because the control plane asked. */
export type EndCause = 'exited' | 'killed' | 'stopped';

export interface Container {
  readonly id: number;
  readonly taskArn: string;
  readonly image: string;
  readonly host: string;
  readonly startedAtMs: number;
  readonly exited: Promise<ExitResult>;
  readonly work: Set<Work>;
  /** It answers 500 until then, epoch milliseconds. */
  sickUntilMs: number;
}

/** The processes of the simulated machine. They go on when the control plane restarts. */
export class Machine {
  private readonly clock: Clock;
  private readonly running = new Map<number, Container>();
  private readonly results = new Map<number, Promise<ExitResult>>();
  private readonly resolvers = new Map<number, (result: ExitResult) => void>();
  private nextId = 1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  containers(): readonly Container[] {
    return [...this.running.values()];
  }

  at(host: string): Container | undefined {
    for (const container of this.running.values()) if (container.host === host) return container;
    return undefined;
  }

  has(id: number): boolean {
    return this.running.has(id);
  }

  start(taskArn: string, image: string, host: string): number {
    const id = this.nextId++;
    const exited = new Promise<ExitResult>((resolve) => this.resolvers.set(id, resolve));
    this.results.set(id, exited);
    const startedAtMs = this.clock.now();
    this.running.set(id, { id, taskArn, image, host, startedAtMs, exited, work: new Set(), sickUntilMs: 0 });
    const { exitsAfterMs } = programOf(image);
    if (exitsAfterMs !== undefined) {
      this.clock.setTimer(exitsAfterMs, () => this.end(id, { exitCode: 1 }, 'exited'));
    }
    return id;
  }

  wait(id: number): Promise<ExitResult> {
    return this.results.get(id) ?? Promise.resolve({});
  }

  /** As a driver does: a signal, then SIGKILL. Resolves when the program has ended. */
  async stop(id: number, { signal, timeoutMs }: StopOptions): Promise<void> {
    const container = this.running.get(id);
    if (container === undefined) return;
    const { ignoresSigterm = false, endsAfterMs = 0 } = programOf(container.image);
    const killed = { exitCode: 137, signal: 'SIGKILL' } as const;
    if (signal === 'SIGKILL') this.end(id, killed, 'killed');
    else if (!ignoresSigterm && endsAfterMs === 0) this.end(id, { exitCode: 143 }, 'stopped');
    else if (!ignoresSigterm && endsAfterMs <= timeoutMs) {
      this.clock.setTimer(endsAfterMs, () => this.end(id, { exitCode: 0 }, 'stopped'));
    } else this.clock.setTimer(timeoutMs, () => this.end(id, killed, 'stopped'));
    await container.exited;
  }

  /** As the loss of a host, or the kernel's out-of-memory killer. */
  kill(taskArn: string): void {
    for (const container of this.containers()) {
      if (container.taskArn === taskArn)
        this.end(container.id, { exitCode: 137, signal: 'SIGKILL' }, 'killed');
    }
  }

  /** What a connection to a host meets now: an HTTP status, no answer, or no one who listens. */
  answer(host: string): 200 | 500 | 'nothing' | 'refused' {
    const container = this.at(host);
    if (container === undefined) return 'refused';
    const { listensAfterMs = 0, answers } = programOf(container.image);
    const nowMs = this.clock.now();
    if (nowMs < container.startedAtMs + listensAfterMs) return 'refused';
    return nowMs < container.sickUntilMs ? 500 : (answers ?? 200);
  }

  /** The exit code of a container's own health check. */
  check(id: number): number {
    const container = this.running.get(id);
    if (container === undefined) return 137;
    const { checkPassesForMs = 0 } = programOf(container.image);
    return this.clock.now() - container.startedAtMs < checkPassesForMs ? 0 : 1;
  }

  private end(id: number, result: ExitResult, cause: EndCause): void {
    const container = this.running.get(id);
    if (container === undefined) return;
    this.running.delete(id);
    for (const work of container.work) work.onContainerEnd(cause);
    this.resolvers.get(id)?.(result);
  }
}
