import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { serviceReconciler } from '../../controllers/ecs-service/service-reconciler.ts';
import { mayBeStarting, type TargetHealthView } from '../../controllers/ecs-service/task-health.ts';
import type { Reconciler } from '../../controllers/reconciler.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import { taskSetsOf } from '../../services/ecs/task-sets.ts';
import { elbv2Tables, targetKey } from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import type { ControlPlane } from '../control-plane.ts';

/** The ECS service scheduler, with target health as the load balancer controller writes it. */
export function serviceScheduler({
  store,
  clock,
  ids,
  timing,
}: Pick<ControlPlane, 'store' | 'clock' | 'ids' | 'timing'>): Reconciler {
  return serviceReconciler({
    store,
    clock,
    ids,
    timing,
    targetHealth: (scope, targetGroupArn, address, port) =>
      targetHealthOf(store, scope, targetGroupArn, address, port),
    servicesOfTargetGroup: (change) => servicesOfTargetGroup(store, change),
  });
}

/** A registered target that has not been checked yet is in its initial state. */
function targetHealthOf(
  store: Store,
  scope: string,
  targetGroupArn: string,
  address: string,
  port: number,
): TargetHealthView | undefined {
  const { targets, targetHealth } = elbv2Tables(store, scope);
  const key = targetKey(targetGroupArn, address, port);
  const target = targets.get(key);
  if (target === undefined) return undefined;
  const health = targetHealth.get(key);
  const state = target.deregisteredAtMs === undefined ? (health?.state ?? 'initial') : 'draining';
  return {
    targetGroupArn,
    port,
    state,
    description: health?.description,
    mayBeStarting: mayBeStarting(health ?? {}),
  };
}

function servicesOfTargetGroup(store: Store, { table, scope, before, after }: Change): readonly string[] {
  if (table !== 'elbv2.target-health' && table !== 'elbv2.targets') return [];
  const { targetGroupArn } = (after ?? before) as { readonly targetGroupArn: string };
  const tables = ecsTables(store, scope);
  const usesGroup = (loadBalancer: LoadBalancer) =>
    loadBalancer.targetGroupArn === targetGroupArn ||
    loadBalancer.advancedConfiguration?.alternateTargetGroupArn === targetGroupArn;
  return [...tables.services.values()]
    .filter(
      (service) =>
        service.loadBalancers.some(usesGroup) ||
        service.deployments.some(({ loadBalancers }) => loadBalancers.some(usesGroup)) ||
        taskSetsOf(tables, service).some(({ loadBalancers }) => loadBalancers.some(usesGroup)),
    )
    .map(({ serviceArn }) => serviceArn);
}
