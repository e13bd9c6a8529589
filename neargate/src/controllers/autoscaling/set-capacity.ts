import { AwsError } from '../../core/aws-error.ts';
import type { AutoscalingTables, ScalableTargetRow } from '../../services/application-autoscaling/store.ts';
import type { ServiceRow } from '../../services/ecs/store.ts';
import { invokeNow } from '../../services/invoke.ts';
import type { AutoscalingEnvironment } from './environment.ts';
import { capacityAsked, endOfActivity, putActivity, refusedActivity } from './scaling-activities.ts';
import { memoryOf, remember } from './scaling-memory.ts';

/**
 * Sets the desired count of a target's service by UpdateService, with an activity that says why. False when ECS refused,
 * which the activity then says.
 */
export function setCapacity(
  { clock, ids, contextOf }: AutoscalingEnvironment,
  scope: string,
  tables: AutoscalingTables,
  target: ScalableTargetRow,
  service: Pick<ServiceRow, 'clusterArn' | 'serviceArn'>,
  capacity: number,
  cause: string,
): boolean {
  const nowMs = clock.now();
  const { clusterArn: cluster, serviceArn } = service;
  try {
    const input = { cluster, service: serviceArn, desiredCount: capacity };
    invokeNow('ecs', 'UpdateService', input, contextOf(scope));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    putActivity(tables, target, refusedActivity(capacity, cause, error.message, nowMs), { nowMs, ids });
    return false;
  }
  const open = tables.activities.get(memoryOf(tables, target)?.openActivityId ?? '');
  const overridden = open && endOfActivity(open, { desiredCount: capacity, runningCount: undefined }, nowMs);
  if (overridden !== undefined) tables.activities.put(overridden.activityId, overridden);
  const openActivityId = putActivity(tables, target, capacityAsked(capacity, cause), { nowMs, ids });
  remember(tables, target, { openActivityId });
  return true;
}
