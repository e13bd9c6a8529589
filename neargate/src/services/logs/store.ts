import type { LogGroupClass, MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface LogGroupRow {
  readonly logGroupName: string;
  /** Without the trailing `:*`. */
  readonly arn: string;
  readonly createdAtMs: number;
  /** Absent: kept for ever. */
  readonly retentionInDays?: number | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly logGroupClass: LogGroupClass;
  readonly deletionProtectionEnabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStreamRow {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly arn: string;
  readonly createdAtMs: number;
}

/** Stored, not enforced: nothing delivers events by it. */
export interface SubscriptionFilterRow {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly destinationArn: string;
  readonly roleArn?: string | undefined;
  readonly distribution: 'ByLogStream' | 'Random';
  readonly createdAtMs: number;
}

/** Stored, not enforced: nothing publishes metrics by it. */
export interface MetricFilterRow {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly MetricTransformation[];
  readonly createdAtMs: number;
}

export interface ResourcePolicyRow {
  readonly policyName: string;
  readonly policyDocument: string;
  readonly lastUpdatedAtMs: number;
}

export interface LogsTables {
  /** Keyed by name. */
  readonly groups: Table<LogGroupRow>;
  /** Keyed by ARN. */
  readonly streams: Table<LogStreamRow>;
  /** Keyed by `filterKey`. */
  readonly subscriptionFilters: Table<SubscriptionFilterRow>;
  /** Keyed by `filterKey`. */
  readonly metricFilters: Table<MetricFilterRow>;
  /** Keyed by name. */
  readonly resourcePolicies: Table<ResourcePolicyRow>;
}

export function logsTables(store: Store, scope: string): LogsTables {
  return {
    groups: store.table('logs.groups', scope),
    streams: store.table('logs.streams', scope),
    subscriptionFilters: store.table('logs.subscription-filters', scope),
    metricFilters: store.table('logs.metric-filters', scope),
    resourcePolicies: store.table('logs.resource-policies', scope),
  };
}

export function logsTablesOf(context: OperationContext): LogsTables {
  return logsTables(context.store, regionalScope(context.caller));
}

/** What streams and filters are grouped by. */
export function logGroupOf({ logGroupName }: { readonly logGroupName: string }): string {
  return logGroupName;
}

export function filterKey(logGroupName: string, filterName: string): string {
  return `${logGroupName}:${filterName}`;
}
