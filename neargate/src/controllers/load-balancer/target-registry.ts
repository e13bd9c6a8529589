import type { Clock } from '../../core/clock.ts';
import { elbv2Tables, targetKey } from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import type { TargetAddress, TargetRegistry } from '../ecs-task/environment.ts';

/** Registers tasks in target groups, as ECS does with its service-linked role. */
export function elbv2TargetRegistry(store: Store, clock: Clock): TargetRegistry {
  const rowOf = (scope: string, targetGroupArn: string, { id, port }: TargetAddress) => ({
    targets: elbv2Tables(store, scope).targets,
    key: targetKey(targetGroupArn, id, port),
  });
  return {
    register(scope, targetGroupArn, target) {
      const { targets, key } = rowOf(scope, targetGroupArn, target);
      targets.put(key, {
        targetGroupArn,
        id: target.id,
        port: target.port,
        availabilityZone: target.availabilityZone,
        registeredAtMs: clock.now(),
      });
    },
    deregister(scope, targetGroupArn, target) {
      const { targets, key } = rowOf(scope, targetGroupArn, target);
      const row = targets.get(key);
      if (row === undefined || row.deregisteredAtMs !== undefined) return;
      targets.put(key, { ...row, deregisteredAtMs: clock.now() });
    },
    isKnown(scope, targetGroupArn, target) {
      const { targets, key } = rowOf(scope, targetGroupArn, target);
      return targets.has(key);
    },
  };
}
