import type { Clock } from '../../core/clock.ts';
import type { TaskRow } from '../../services/ecs/store.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import { privateAddress } from '../ecs-task/task-changes.ts';
import { elbv2TargetRegistry } from '../load-balancer/target-registry.ts';

/** Deregisters the tasks from every target group. Resolves once no load balancer sends anything new to them. */
export async function leaveLoadBalancers(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  balancers: { applyRoutes(): Promise<void> },
  scope: string,
  tasks: readonly TaskRow[],
): Promise<void> {
  const registry = elbv2TargetRegistry(store, clock);
  const addresses = new Set(tasks.map(privateAddress));
  store.transact(() => {
    for (const { targetGroupArn, id, port, availabilityZone } of elbv2Tables(store, scope).targets.values()) {
      if (addresses.has(id)) registry.deregister(scope, targetGroupArn, { id, port, availabilityZone });
    }
  });
  await balancers.applyRoutes();
}
