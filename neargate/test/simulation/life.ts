import type { CancelTimer, Clock } from '../../src/core/clock.ts';

/**
 * One life of the control plane, from its start to its kill -9. Its timers die with it, and nothing that it still waits for ever
 * comes: so its code stops wherever it was.
 */
export class Life {
  readonly clock: Clock;
  private over = false;
  private readonly timers = new Set<CancelTimer>();

  constructor(base: Clock) {
    this.clock = {
      now: () => base.now(),
      setTimer: (delayMs, callback) => {
        if (this.over) return () => undefined;
        const cancel = base.setTimer(delayMs, () => {
          this.timers.delete(cancel);
          callback();
        });
        this.timers.add(cancel);
        return () => {
          this.timers.delete(cancel);
          cancel();
        };
      },
    };
  }

  get isOver(): boolean {
    return this.over;
  }

  /** The value while this life lasts; never settles afterwards. */
  async answer<Value>(value: Value | Promise<Value>): Promise<Value> {
    const settled = await value;
    return this.over ? new Promise<Value>(() => undefined) : settled;
  }

  end(): void {
    this.over = true;
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }
}
