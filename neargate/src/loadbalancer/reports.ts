import type { AccessLogRecord, ConnectionLogRecord } from './log-records.ts';
import type { ListenerState } from './messages.ts';

/** DescribeTargetHealth's states and reasons (ELBv2 API reference, TargetHealth). */
export type TargetHealthState = 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';

export type TargetHealthReason =
  | 'Elb.RegistrationInProgress'
  | 'Elb.InitialHealthChecking'
  | 'Target.ResponseCodeMismatch'
  | 'Target.Timeout'
  | 'Target.FailedHealthChecks'
  | 'Target.NotInUse'
  | 'Target.InvalidState'
  | 'Target.IpUnusable'
  | 'Target.DeregistrationInProgress'
  | 'Target.HealthCheckDisabled'
  | 'Elb.InternalError';

export interface TargetHealthReport {
  readonly kind: 'target-health';
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: TargetHealthState;
  /** Absent for `healthy`. */
  readonly reason?: TargetHealthReason;
  /** AWS's words. */
  readonly description?: string;
  /** What AWS does not tell: the error behind the last failure, or the missing rule of a denied connection. */
  readonly detail?: string;
}

/** A draining target has nothing in flight any more, or its delay has passed and what was left has been cut. */
export interface TargetDrainedReport {
  readonly kind: 'target-drained';
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly at: number;
  readonly cause: 'in-flight-finished' | 'delay-elapsed';
  /** Requests whose connection was cut by the delay. */
  readonly cutRequests: number;
}

/** Anomaly detection thinks something else of a target than before. */
export interface TargetAnomalyReport {
  readonly kind: 'target-anomaly';
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly result: 'normal' | 'anomalous';
  readonly isMitigated: boolean;
}

export interface ListenerReport {
  readonly kind: 'listener';
  readonly at: number;
  readonly listener: ListenerState;
}

/** CloudWatch's StatisticSet. */
export interface Statistics {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How the samples are distributed, each value to within a percent and how often it came; absent where nobody asks. */
  readonly values?: readonly (readonly [value: number, count: number])[];
}

/**
 * Counts since the report before, by CloudWatch's metric names (namespace AWS/ApplicationELB). Only metrics that moved are
 * present. `targetGroupArn` absent = the whole load balancer.
 */
export interface MetricsReport {
  readonly kind: 'metrics';
  /** Epoch milliseconds of the end of the period. */
  readonly at: number;
  readonly series: readonly MetricSeries[];
}

export interface MetricSeries {
  readonly loadBalancerArn: string;
  readonly targetGroupArn?: string;
  /** Present = the figures of this zone only. */
  readonly availabilityZone?: string;
  readonly counts: Readonly<Record<string, number>>;
  /** `TargetResponseTime` in seconds; `HealthyHostCount` and `UnHealthyHostCount` as gauges sampled once a period. */
  readonly statistics: Readonly<Record<string, Statistics>>;
}

export interface AccessLogReport {
  readonly kind: 'access-log';
  readonly records: readonly AccessLogRecord[];
  /** Records thrown away because they came faster than they could be reported. */
  readonly dropped: number;
}

export interface ConnectionLogReport {
  readonly kind: 'connection-log';
  readonly records: readonly ConnectionLogRecord[];
  /** Records thrown away because they came faster than they could be reported. */
  readonly dropped: number;
}

export type DataPlaneReport =
  | ListenerReport
  | TargetHealthReport
  | TargetDrainedReport
  | TargetAnomalyReport
  | MetricsReport
  | AccessLogReport
  | ConnectionLogReport;
