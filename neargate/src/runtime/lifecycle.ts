import type { Clock } from '../core/clock.ts';
import { delay } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';

/** One part of the server: what others use of it, and how it ends. */
export interface Part<Value> {
  readonly value: Value;
  stop?(): Promise<void> | void;
}

/**
 * Starts parts one after another and stops them in the reverse order. A part that fails to stop, or takes longer than
 * `stopLimitMs`, is said and left behind: the others are stopped all the same.
 */
export class Lifecycle {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #stopLimitMs: number;
  readonly #started: { readonly name: string; readonly stop: () => Promise<void> }[] = [];

  constructor(options: { clock: Clock; log: Logger; stopLimitMs: number }) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#stopLimitMs = options.stopLimitMs;
  }

  async start<Value>(name: string, begin: () => Promise<Part<Value>> | Part<Value>): Promise<Value> {
    const begun = this.#clock.now();
    const part = await begin();
    if (part.stop !== undefined) this.#started.push({ name, stop: async () => part.stop?.() });
    this.#log.debug(`${name}: started`, { ms: this.#clock.now() - begun });
    return part.value;
  }

  async stop(): Promise<void> {
    for (let part = this.#started.pop(); part !== undefined; part = this.#started.pop()) {
      const { name, stop } = part;
      const begun = this.#clock.now();
      const enough = new AbortController();
      const tooLate = delay(this.#clock, this.#stopLimitMs, enough.signal).then(
        () => this.#log.error(`${name}: did not stop in time`, { ms: this.#stopLimitMs }),
        () => undefined,
      );
      try {
        await Promise.race([stop(), tooLate]);
        this.#log.debug(`${name}: stopped`, { ms: this.#clock.now() - begun });
      } catch (error) {
        this.#log.error(`${name}: failed to stop`, { error });
      } finally {
        enough.abort();
      }
    }
  }
}
