import { Violation, World } from './world.ts';
import { type WorkloadName, workloads } from './workloads/table.ts';

/** A simulation that found nothing wrong has no `wrong`. */
export interface SimulationResult {
  readonly seed: number;
  readonly wrong: string | undefined;
  readonly trace: readonly string[];
}

/** Runs the simulation that a seed stands for. The same seed of a workload always has the same trace. */
export async function simulate(
  seed: number,
  workload: WorkloadName = 'deployments',
): Promise<SimulationResult> {
  const { controllers, invariants, run } = workloads[workload];
  const world = await World.create(seed, invariants(), { clients: true, controllers });
  let wrong: string | undefined;
  try {
    await run(world);
  } catch (error) {
    wrong = error instanceof Violation ? error.message : String((error as Error).stack ?? error);
  } finally {
    await world.end();
  }
  return { seed, wrong, trace: world.trace.lines };
}
