import type { CancelTimer, Clock } from '../core/clock.ts';

const firstRetryMs = 100;
const longestRetryMs = 30_000;
/** Work that waits for nothing leaves no room for anything else: after so many keys, others have their turn. */
const keysBetweenPauses = 100;

/**
 * Keys waiting to be worked on. A key is in the queue at most once and never worked on twice at the same time: one that
 * is added while it is being worked on comes back afterwards. A key whose work fails comes back after a growing delay.
 */
export class WorkQueue {
  private readonly clock: Clock;
  private readonly work: (key: string) => Promise<number | undefined>;
  private readonly onFailure: (key: string, error: unknown) => void;
  private readonly waiting = new Set<string>();
  private readonly active = new Set<string>();
  private readonly again = new Set<string>();
  private readonly timers = new Map<string, CancelTimer>();
  private readonly failures = new Map<string, number>();
  private readonly idle = new Set<() => void>();
  private readonly concurrency: number;
  private scheduled = false;
  private begunSincePause = 0;
  private pausing = false;
  private stopped = false;

  /** `work` resolves to the delay after which the key shall come back by itself, in milliseconds, or undefined. */
  constructor(options: {
    clock: Clock;
    concurrency: number;
    work: (key: string) => Promise<number | undefined>;
    onFailure: (key: string, error: unknown) => void;
  }) {
    this.clock = options.clock;
    this.concurrency = options.concurrency;
    this.work = options.work;
    this.onFailure = options.onFailure;
  }

  add(key: string): void {
    if (this.stopped) return;
    this.cancelTimer(key);
    if (this.active.has(key)) this.again.add(key);
    else this.waiting.add(key);
    this.schedule();
  }

  /** Adds the key after a delay, unless it is added sooner. */
  addAfter(key: string, delayMs: number): void {
    if (this.stopped || this.waiting.has(key)) return;
    this.cancelTimer(key);
    this.timers.set(
      key,
      this.clock.setTimer(delayMs, () => this.add(key)),
    );
  }

  /** Starts no more work; resolves when the work under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.waiting.clear();
    this.again.clear();
    if (this.active.size > 0) await new Promise<void>((resolve) => this.idle.add(resolve));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // Later in this turn, so that one transaction's many changes of a row become one piece of work.
    queueMicrotask(() => {
      this.scheduled = false;
      this.startWaiting();
    });
  }

  private startWaiting(): void {
    for (const key of this.waiting) {
      if (this.pausing || this.active.size >= this.concurrency) return;
      this.waiting.delete(key);
      this.active.add(key);
      void this.run(key);
      this.begunSincePause++;
      if (this.begunSincePause === keysBetweenPauses) this.pause();
    }
  }

  /** Until the next turn of the event loop. */
  private pause(): void {
    this.begunSincePause = 0;
    this.pausing = true;
    this.clock.setTimer(0, () => {
      this.pausing = false;
      this.startWaiting();
    });
  }

  private async run(key: string): Promise<void> {
    let comeBackMs: number | undefined;
    try {
      comeBackMs = await this.work(key);
      this.failures.delete(key);
    } catch (error) {
      const count = (this.failures.get(key) ?? 0) + 1;
      this.failures.set(key, count);
      comeBackMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (count - 1));
      this.onFailure(key, error);
    }
    this.active.delete(key);
    if (this.stopped) {
      if (this.active.size === 0) for (const resolve of this.idle) resolve();
      return;
    }
    if (this.again.delete(key)) this.waiting.add(key);
    else if (comeBackMs !== undefined) this.addAfter(key, comeBackMs);
    this.startWaiting();
  }

  private cancelTimer(key: string): void {
    this.timers.get(key)?.();
    this.timers.delete(key);
  }
}
