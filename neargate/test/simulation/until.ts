import { Violation, type World } from './world.ts';

/** A deployment has ended after so long when nothing else happens. */
export const deploymentBoundMs = 45 * 60_000;
const lookEveryMs = 15_000;

/** Lets time pass until something is so. @throws Violation when it is not within `boundMs` */
export async function until(world: World, boundMs: number, what: string, isSo: () => boolean): Promise<void> {
  const endMs = world.clock.now() + boundMs;
  while (!isSo()) {
    if (world.clock.now() >= endMs) throw new Violation(`not within ${boundMs / 60_000} minutes: ${what}`);
    await world.advance(lookEveryMs);
  }
}
