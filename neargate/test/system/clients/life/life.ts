import { autoscaling } from './autoscaling.ts';
import { deletion } from './deletion.ts';
import { loadBalancer } from './load-balancer.ts';
import { network, security } from './network.ts';
import { image, rollout, service } from './service.ts';
import type { Step } from './step.ts';

/**
 * The life of the reference architecture, from its network to its end: created, waited for, described, updated, rolled out, scaled, and
 * deleted in the order of its dependencies, with the refusals that AWS has on the way.
 * @param name of everything that has a name, so that several lives go on beside each other
 */
export function life(
  name: string,
  listenerPort: number,
  listenerUrl: () => Promise<string>,
): readonly Step[] {
  return [
    ...network(name),
    ...security(name, listenerPort),
    ...loadBalancer(name, listenerPort),
    ...image(name),
    ...service(name, listenerUrl),
    ...rollout(name, listenerUrl),
    ...autoscaling(name),
    ...deletion(name),
  ];
}
