import type { Reconciler } from '../../../src/controllers/reconciler.ts';
import type { ControllerEnvironment } from '../control-plane.ts';
import type { Invariant } from '../invariants/invariant.ts';
import type { World } from '../world.ts';

/** A kind of simulation: what there is, what happens to it, and what must hold. */
export interface Workload {
  /** What runs beside the controllers of services, tasks and load balancers. */
  readonly controllers: (environment: ControllerEnvironment) => readonly Reconciler[];
  /** Anew for each simulation: some remember what they saw. */
  readonly invariants: () => readonly Invariant[];
  /** @throws Violation */
  readonly run: (world: World) => Promise<void>;
}
