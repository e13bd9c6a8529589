import type { Clock } from '../../core/clock.ts';
import type { TargetDrainedReport } from '../reports.ts';
import type { Target } from './target.ts';

export interface DrainOptions {
  readonly clock: Clock;
  /** Epoch milliseconds of the deregistration. */
  readonly since: number;
  readonly delayMs: number;
  readonly onDrained: (cause: TargetDrainedReport['cause'], cutRequests: number) => void;
}

/**
 * Watches a deregistered target until nothing is in flight to it or its delay has passed; then what is left is cut (ALB User
 * Guide, "Deregistration delay"). Tells which of the two it was, once.
 */
export function startDraining(target: Target, options: DrainOptions): void {
  stopDraining(target);
  const { clock, onDrained } = options;
  if (target.inFlight === 0) {
    onDrained('in-flight-finished', 0);
    return;
  }
  target.onIdle = () => {
    stopDraining(target);
    onDrained('in-flight-finished', 0);
  };
  target.cancelDrain = clock.setTimer(Math.max(0, options.since + options.delayMs - clock.now()), () => {
    stopDraining(target);
    onDrained('delay-elapsed', target.cutInFlight());
  });
}

export function stopDraining(target: Target): void {
  target.cancelDrain?.();
  target.cancelDrain = undefined;
  target.onIdle = undefined;
}
