import type { CancelTimer, Clock } from '../../src/core/clock.ts';
import type { Chosen, SimulatedDataPlane } from './data-plane.ts';
import type { EndCause, Machine } from './machine.ts';
import type { Random } from './random.ts';

export interface RequestObserver {
  onSent(chosen: Chosen): void;
  /** The container ended, or the load balancer cut it, while the request was in flight. */
  onBroken(chosen: Chosen, cause: EndCause | 'cut'): void;
}

export interface ClientOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly machine: Machine;
  readonly observer: RequestObserver;
  /** Undefined while there is none. */
  dataPlane(): SimulatedDataPlane | undefined;
}

/** Sends requests now and then, most of them short, until stopped. */
export function startClients(options: ClientOptions): () => void {
  const { clock, random } = options;
  let cancel: CancelTimer;
  const send = () => {
    const isLong = random.chance(0.2);
    beginRequest(options, isLong ? random.integer(5_000, 40_000) : random.integer(50, 1_500));
    cancel = clock.setTimer(random.integer(2_500, 10_000), send);
  };
  cancel = clock.setTimer(random.integer(0, 3_000), send);
  return () => cancel();
}

/** Sends a request that a program takes so long to answer. */
export function beginRequest(options: ClientOptions, durationMs: number): void {
  const { clock, machine, observer } = options;
  const chosen = options.dataPlane()?.choose();
  if (chosen === undefined) return;
  const { target } = chosen;
  observer.onSent(chosen);
  const container = machine.at(target.config.address.host);
  if (container === undefined || !target.config.reachable.allowed) return;
  const finish = () => {
    cancelEnd();
    container.work.delete(request);
    target.finish(request);
  };
  const request = {
    cut() {
      finish();
      observer.onBroken(chosen, 'cut');
    },
    onContainerEnd(cause: EndCause) {
      finish();
      observer.onBroken(chosen, cause);
    },
  };
  const cancelEnd = clock.setTimer(durationMs, finish);
  container.work.add(request);
  target.begin(request);
}
