import type { CancelTimer, Clock } from '../core/clock.ts';

/** Something with a time limit that moves often, such as a connection's idle timeout. */
export interface Expiring {
  /** Epoch milliseconds; Infinity when nothing is awaited. */
  deadlineAt: number;
  onDeadline(): void;
}

/**
 * Watches many deadlines with one coarse timer. Moving a deadline is an assignment, so the hot path sets no timers; the
 * price is that expiry is noticed up to one tick late.
 */
export class Deadlines {
  private readonly items = new Set<Expiring>();
  private readonly clock: Clock;
  private readonly tickMs: number;
  private cancelTick: CancelTimer | undefined;

  constructor(clock: Clock, tickMs = 100) {
    this.clock = clock;
    this.tickMs = tickMs;
  }

  add(item: Expiring): void {
    this.items.add(item);
    this.cancelTick ??= this.clock.setTimer(this.tickMs, () => this.tick());
  }

  delete(item: Expiring): void {
    this.items.delete(item);
  }

  private tick(): void {
    this.cancelTick = undefined;
    const now = this.clock.now();
    for (const item of this.items) {
      if (item.deadlineAt <= now) {
        item.deadlineAt = Infinity;
        item.onDeadline();
      }
    }
    if (this.items.size > 0) this.cancelTick = this.clock.setTimer(this.tickMs, () => this.tick());
  }
}
