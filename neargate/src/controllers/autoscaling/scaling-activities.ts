import type { IdSource } from '../../core/ids.ts';
import type {
  AutoscalingTables,
  ScalingActivityRow,
  TargetId,
} from '../../services/application-autoscaling/store.ts';

/** AWS shows the activities of six weeks. */
const keptMs = 6 * 7 * 24 * 60 * 60_000;
const keptPerTable = 1_000;

type NewActivity = Omit<ScalingActivityRow, keyof TargetId | 'activityId' | 'startedAtMs'>;

/**
 * Writes an activity down and returns its id; the oldest go. Texts as AWS's examples have them.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html
 */
export function putActivity(
  { activities }: AutoscalingTables,
  { serviceNamespace, resourceId, scalableDimension }: TargetId,
  activity: NewActivity,
  { nowMs, ids }: { readonly nowMs: number; readonly ids: IdSource },
): string {
  const activityId = ids.uuid();
  activities.put(activityId, {
    serviceNamespace,
    resourceId,
    scalableDimension,
    activityId,
    startedAtMs: nowMs,
    ...activity,
  });
  for (const [key, row] of activities.entries()) {
    if (activities.size <= keptPerTable && nowMs - row.startedAtMs <= keptMs) break;
    activities.delete(key);
  }
  return activityId;
}

export function alarmCause(alarmName: string, stateValue: string, policyName: string): string {
  return `monitor alarm ${alarmName} in state ${stateValue} triggered policy ${policyName}`;
}

/** An activity whose capacity has been asked for and not been reached. */
export function capacityAsked(capacity: number, cause: string): NewActivity {
  return {
    description: `Setting desired count to ${capacity}.`,
    cause,
    statusCode: 'InProgress',
    statusMessage: `Successfully set desired count to ${capacity}. Waiting for change to be fulfilled by ecs.`,
  };
}

/** An activity whose capacity ECS did not take. */
export function refusedActivity(capacity: number, cause: string, reason: string, nowMs: number): NewActivity {
  return {
    description: `Setting desired count to ${capacity}.`,
    cause,
    statusCode: 'Failed',
    statusMessage: `Failed to set desired count to ${capacity}. Reason: ${reason}`,
    endedAtMs: nowMs,
  };
}

/** How an activity under way has ended, where it has: the service runs what was asked for, or something else is asked for now. */
export function endOfActivity(
  activity: ScalingActivityRow,
  service: { readonly desiredCount: number; readonly runningCount: number | undefined },
  nowMs: number,
): ScalingActivityRow | undefined {
  const asked = Number(/^Setting desired count to (\d+)\.$/.exec(activity.description)?.[1]);
  if (service.desiredCount !== asked) {
    return {
      ...activity,
      statusCode: 'Overridden',
      endedAtMs: nowMs,
      statusMessage: `Successfully set desired count to ${asked}. Change was overridden: the desired count is ${service.desiredCount} now.`,
    };
  }
  if (service.runningCount !== asked) return undefined;
  return {
    ...activity,
    statusCode: 'Successful',
    endedAtMs: nowMs,
    statusMessage: `Successfully set desired count to ${asked}. Change successfully fulfilled by ecs.`,
  };
}
