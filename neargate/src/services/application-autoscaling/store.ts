import type {
  Alarm,
  NotScaledReason,
  PolicyType,
  PredictiveScalingPolicyConfiguration,
  ScalableDimension,
  ScalableTargetAction,
  ScalingActivityStatusCode,
  ServiceNamespace,
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

/** What names a scalable target, and the target that its policies and actions belong to. */
export interface TargetId {
  readonly serviceNamespace: ServiceNamespace;
  /** Such as `service/CLUSTER/SERVICE`. */
  readonly resourceId: string;
  readonly scalableDimension: ScalableDimension;
}

export interface ScalableTargetRow extends TargetId {
  readonly scalableTargetArn: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly roleArn: string;
  readonly createdAtMs: number;
  readonly suspendedState: {
    readonly dynamicScalingInSuspended: boolean;
    readonly dynamicScalingOutSuspended: boolean;
    readonly scheduledScalingSuspended: boolean;
  };
  readonly tags: Readonly<Record<string, string>>;
}

export interface ScalingPolicyRow extends TargetId {
  readonly policyArn: string;
  readonly policyName: string;
  readonly policyType: PolicyType;
  readonly createdAtMs: number;
  readonly stepScaling?: StepScalingPolicyConfiguration | undefined;
  readonly targetTracking?: TargetTrackingScalingPolicyConfiguration | undefined;
  /** Stored only: nothing forecasts. */
  readonly predictiveScaling?: PredictiveScalingPolicyConfiguration | undefined;
  /** The alarms that a target tracking policy made; their rows are CloudWatch's. */
  readonly alarms: readonly Alarm[];
}

export interface ScheduledActionRow extends TargetId {
  readonly scheduledActionArn: string;
  readonly scheduledActionName: string;
  readonly schedule: string;
  /** An IANA time zone; absent: UTC. */
  readonly timezone?: string | undefined;
  readonly startAtMs?: number | undefined;
  readonly endAtMs?: number | undefined;
  readonly scalableTargetAction?: ScalableTargetAction | undefined;
  readonly createdAtMs: number;
}

/** Written by the autoscaling controller when it scales; no operation writes one. */
export interface ScalingActivityRow extends TargetId {
  readonly activityId: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
  readonly statusCode: ScalingActivityStatusCode;
  readonly statusMessage?: string | undefined;
  /** Present on what was considered and not done; shown only when asked for. */
  readonly notScaledReasons?: readonly NotScaledReason[] | undefined;
}

/** What the autoscaling controller remembers of a target between decisions. */
export interface ScalingMemoryRow extends TargetId {
  /** The limits that the capacity was last brought into; other limits are enforced at once. */
  readonly enforced?: Pick<ScalableTargetRow, 'minCapacity' | 'maxCapacity'> | undefined;
  readonly lastScaleOut?: ScalingStep | undefined;
  /** Absent once a scale-out has ended its cooldown. */
  readonly lastScaleIn?: ScalingStep | undefined;
  /** The activity whose capacity the service has not reached yet. */
  readonly openActivityId?: string | undefined;
  /** What was last written down as not done, so that each minute of an alarm does not write it again. */
  readonly lastNotScaled?: string | undefined;
}

export interface ScalingStep {
  readonly policyName: string;
  readonly atMs: number;
  readonly cooldownEndsAtMs: number;
  readonly fromCapacity: number;
  readonly toCapacity: number;
}

/** When a scheduled action comes next. */
export interface ScheduleMemoryRow {
  /** The schedule, time zone and limits that `dueAtMs` was reckoned from. */
  readonly reckonedFrom: string;
  /** Rates count from here. */
  readonly anchorMs: number;
  /** Absent when it never comes again. */
  readonly dueAtMs?: number | undefined;
  readonly lastFiredAtMs?: number | undefined;
}

export interface AutoscalingTables {
  /** Keyed by `targetKey`. */
  readonly targets: Table<ScalableTargetRow>;
  /** Keyed by `memberKey`. */
  readonly policies: Table<ScalingPolicyRow>;
  /** Keyed by `memberKey`. */
  readonly scheduledActions: Table<ScheduledActionRow>;
  /** Keyed by activity id, oldest first. */
  readonly activities: Table<ScalingActivityRow>;
  /** Keyed by `targetKey`. */
  readonly memories: Table<ScalingMemoryRow>;
  /** Keyed by `memberKey`. */
  readonly scheduleMemories: Table<ScheduleMemoryRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const autoscalingTableNames = {
  targets: 'application-autoscaling.targets',
  policies: 'application-autoscaling.policies',
  scheduledActions: 'application-autoscaling.scheduled-actions',
  activities: 'application-autoscaling.activities',
  memories: 'application-autoscaling.memories',
  scheduleMemories: 'application-autoscaling.schedule-memories',
} as const satisfies Record<keyof AutoscalingTables, string>;

export function autoscalingTables(store: Store, scope: string): AutoscalingTables {
  return {
    targets: store.table(autoscalingTableNames.targets, scope),
    policies: store.table(autoscalingTableNames.policies, scope),
    scheduledActions: store.table(autoscalingTableNames.scheduledActions, scope),
    activities: store.table(autoscalingTableNames.activities, scope),
    memories: store.table(autoscalingTableNames.memories, scope),
    scheduleMemories: store.table(autoscalingTableNames.scheduleMemories, scope),
  };
}

export function autoscalingTablesOf(context: OperationContext): AutoscalingTables {
  return autoscalingTables(context.store, regionalScope(context.caller));
}

export function targetKey({ serviceNamespace, resourceId, scalableDimension }: TargetId): string {
  return `${serviceNamespace}|${resourceId}|${scalableDimension}`;
}

/** The key of a policy or scheduled action, whose names are unique within their target. */
export function memberKey(target: TargetId, name: string): string {
  return `${targetKey(target)}|${name}`;
}
