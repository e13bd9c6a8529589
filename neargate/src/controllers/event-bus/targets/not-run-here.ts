import { DeliveryFailure } from '../delivery-failure.ts';
import type { InvokeTarget } from './target.ts';

/** A target that Terraform or a client may keep here and that nothing invokes: each delivery fails and says so. */
export function notRunHere(name: string): InvokeTarget {
  return () => {
    throw new DeliveryFailure('NOT_RUN_HERE', `Neargate stores ${name} targets, it does not run them.`);
  };
}
