import type {
  ComparisonOperator,
  Dimension,
  EvaluationCriteria,
  HistoryItemType,
  MetricAlarm,
  MetricDataQuery,
  StandardUnit,
  StateValue,
  Statistic,
  Tag,
} from '@aws-sdk/client-cloudwatch';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

/** What an alarm watches and what it does, as PutMetricAlarm took it. */
export interface AlarmConfiguration {
  readonly alarmDescription?: string | undefined;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly metricName?: string | undefined;
  readonly namespace?: string | undefined;
  readonly statistic?: Statistic | undefined;
  readonly extendedStatistic?: string | undefined;
  readonly dimensions: readonly Dimension[];
  /** Seconds. */
  readonly period?: number | undefined;
  readonly unit?: StandardUnit | undefined;
  readonly evaluationPeriods?: number | undefined;
  /** Absent: as many as `evaluationPeriods`. */
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold?: number | undefined;
  readonly comparisonOperator?: ComparisonOperator | undefined;
  /** Absent: `missing`. */
  readonly treatMissingData?: string | undefined;
  readonly evaluateLowSampleCountPercentile?: string | undefined;
  readonly metrics?: readonly MetricDataQuery[] | undefined;
  readonly thresholdMetricId?: string | undefined;
  readonly evaluationCriteria?: EvaluationCriteria | undefined;
  /** Seconds. */
  readonly evaluationInterval?: number | undefined;
  /** Members of newer kinds of alarm; stored and returned, evaluated by nobody. */
  readonly storedOnly?:
    | Pick<MetricAlarm, 'EvaluationWindow' | 'WarmUpConfiguration' | 'ActionConfiguration'>
    | undefined;
}

export interface AlarmRow extends AlarmConfiguration {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly configurationUpdatedAtMs: number;
  /** The ARN of the scaling policy that made the alarm; absent for alarms that users made. */
  readonly ownedByPolicyArn?: string | undefined;
  readonly tags: readonly Tag[];
  readonly observed: AlarmState;
}

/** Written by SetAlarmState and by the alarm controllers. */
export interface AlarmState {
  readonly stateValue: StateValue;
  readonly stateReason: string;
  /** JSON text. */
  readonly stateReasonData?: string | undefined;
  readonly stateUpdatedAtMs: number;
  readonly stateTransitionedAtMs: number;
  /** The alarm cannot be evaluated as it is; the reason says why. */
  readonly evaluationState?: 'EVALUATION_ERROR' | undefined;
  /** Why a composite alarm's actions are not taken now. */
  readonly suppression?: ActionsSuppression | undefined;
}

export interface ActionsSuppression {
  readonly by: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod';
  readonly reason: string;
  /** When a period ends; absent while the suppressor alarm itself suppresses. */
  readonly untilMs?: number | undefined;
}

/** What a composite alarm is made of, as PutCompositeAlarm took it. */
export interface CompositeAlarmConfiguration {
  readonly alarmDescription?: string | undefined;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly alarmRule: string;
  /** The name or ARN of an alarm. */
  readonly actionsSuppressor?: string | undefined;
  /** Seconds. */
  readonly actionsSuppressorWaitPeriod?: number | undefined;
  /** Seconds. */
  readonly actionsSuppressorExtensionPeriod?: number | undefined;
}

export interface CompositeAlarmRow extends CompositeAlarmConfiguration {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly createdAtMs: number;
  readonly configurationUpdatedAtMs: number;
  readonly tags: readonly Tag[];
  readonly observed: AlarmState;
}

export interface AlarmHistoryRow {
  readonly alarmName: string;
  readonly alarmType: 'MetricAlarm' | 'CompositeAlarm';
  readonly atMs: number;
  readonly type: HistoryItemType;
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}

/** What the history is grouped by. */
export function alarmOf({ alarmName }: AlarmHistoryRow): string {
  return alarmName;
}

export interface DashboardRow {
  readonly dashboardName: string;
  readonly dashboardArn: string;
  /** JSON text, as given. */
  readonly dashboardBody: string;
  readonly lastModifiedAtMs: number;
}

export interface CloudwatchTables {
  /** Keyed by name. */
  readonly alarms: Table<AlarmRow>;
  /** Keyed by name, which no alarm of either type shares. */
  readonly compositeAlarms: Table<CompositeAlarmRow>;
  /** Keyed by a UUID, oldest first. */
  readonly alarmHistory: Table<AlarmHistoryRow>;
  /** Keyed by name. */
  readonly dashboards: Table<DashboardRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const cloudwatchTableNames = {
  alarms: 'cloudwatch.alarms',
  compositeAlarms: 'cloudwatch.composite-alarms',
  alarmHistory: 'cloudwatch.alarm-history',
  dashboards: 'cloudwatch.dashboards',
} as const satisfies Record<keyof CloudwatchTables, string>;

export function cloudwatchTables(store: Store, scope: string): CloudwatchTables {
  return {
    alarms: store.table(cloudwatchTableNames.alarms, scope),
    compositeAlarms: store.table(cloudwatchTableNames.compositeAlarms, scope),
    alarmHistory: store.table(cloudwatchTableNames.alarmHistory, scope),
    dashboards: store.table(cloudwatchTableNames.dashboards, scope),
  };
}

export function cloudwatchTablesOf(context: OperationContext): CloudwatchTables {
  return cloudwatchTables(context.store, regionalScope(context.caller));
}
