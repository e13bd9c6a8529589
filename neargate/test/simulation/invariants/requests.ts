import { targetKey } from '../../../src/services/elbv2/store.ts';
import type { RequestObserver } from '../clients.ts';
import type { Chosen } from '../data-plane.ts';
import type { EndCause } from '../machine.ts';
import { short, type View } from '../view.ts';

/** What must hold for every request that goes through the load balancer. */
export class RequestWatch implements RequestObserver {
  private readonly view: () => View;
  private readonly found: (wrong: string) => void;
  /** Requests begun before the control plane was killed: its end takes the programs with it. */
  private forgivenUntilMs = 0;

  constructor(view: () => View, found: (wrong: string) => void) {
    this.view = view;
    this.found = found;
  }

  forgive(): void {
    this.forgivenUntilMs = this.view().nowMs;
  }

  /** No target gets a request after its deregistration. */
  onSent(chosen: Chosen): void {
    const view = this.view();
    const row = view.elbv2.targets.get(keyOf(chosen));
    if (row === undefined) this.found(`a request goes to ${nameOf(chosen)}, which is not registered`);
    else if (row.deregisteredAtMs !== undefined) {
      const agoMs = view.nowMs - row.deregisteredAtMs;
      this.found(`a request goes to ${nameOf(chosen)}, which was deregistered ${agoMs} ms ago`);
    }
  }

  /** What is in flight is finished before a container is told to stop; only the deregistration delay may cut it. */
  onBroken(chosen: Chosen, cause: EndCause | 'cut'): void {
    const view = this.view();
    if (cause === 'stopped' && view.nowMs > this.forgivenUntilMs) {
      this.found(`a request to ${nameOf(chosen)} is lost: its container was stopped before it had drained`);
    }
    if (cause !== 'cut') return;
    const { deregisteredAtMs = view.nowMs } = view.elbv2.targets.get(keyOf(chosen)) ?? {};
    const group = view.elbv2.targetGroups.get(chosen.targetGroupArn);
    const delayMs = Number(group?.attributes['deregistration_delay.timeout_seconds']) * 1000;
    const afterMs = view.nowMs - deregisteredAtMs;
    if (afterMs < delayMs) {
      this.found(
        `a request to ${nameOf(chosen)} was cut ${afterMs} ms after the deregistration, not ${delayMs}`,
      );
    }
  }
}

function keyOf({ targetGroupArn, target }: Chosen): string {
  return targetKey(targetGroupArn, target.config.id, target.config.port);
}

function nameOf({ targetGroupArn, target }: Chosen): string {
  return `${target.config.id} in ${short(targetGroupArn)}`;
}
