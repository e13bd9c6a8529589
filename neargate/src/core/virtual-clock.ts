import type { CancelTimer, Clock } from './clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that moves only when told to. Timers due at the same time fire in the order they were set. */
export class VirtualClock implements Clock {
  private readonly timers = new Set<Timer>();
  private time: number;
  private nextOrder = 0;

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.time = startMs;
  }

  now(): number {
    return this.time;
  }

  setTimer(delayMs: number, callback: () => void): CancelTimer {
    const timer: Timer = {
      dueAt: this.time + Math.max(0, delayMs),
      order: this.nextOrder++,
      callback,
    };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** The time of the earliest timer, or undefined when none is set. */
  nextDueAt(): number | undefined {
    return this.earliest()?.dueAt;
  }

  /** Moves time forward, firing every timer on the way and letting promise reactions run after each. */
  async advance(durationMs: number): Promise<void> {
    const end = this.time + durationMs;
    await drainMicrotasks();
    for (;;) {
      const timer = this.earliest();
      if (timer === undefined || timer.dueAt > end) break;
      this.timers.delete(timer);
      this.time = timer.dueAt;
      timer.callback();
      await drainMicrotasks();
    }
    this.time = end;
  }

  private earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (
        first === undefined ||
        timer.dueAt < first.dueAt ||
        (timer.dueAt === first.dueAt && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}

/** One turn of the event loop's check phase: every promise reaction queued so far has run afterwards. */
function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
