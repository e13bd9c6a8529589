import { metricIdentity, type MetricStore } from '../../services/cloudwatch/metric-store.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export type EventsMetric =
  | 'MatchedEvents'
  | 'TriggeredRules'
  | 'Invocations'
  | 'FailedInvocations'
  | 'RetryInvocationAttempts'
  | 'DeadLetterInvocations'
  | 'InvocationsFailedToBeSentToDlq'
  | 'InvocationsSentToDlq';

/** Counts one more of each, by rule (and bus, when it is not the default one) and across all rules. */
export function recordEventsMetrics(
  metrics: MetricStore,
  scope: string,
  { ruleName, eventBusName }: { readonly ruleName: string; readonly eventBusName: string },
  names: readonly EventsMetric[],
  nowMs: number,
): void {
  const byRule = [{ name: 'RuleName', value: ruleName }];
  const dimensions =
    eventBusName === 'default' ? byRule : [{ name: 'EventBusName', value: eventBusName }, ...byRule];
  for (const name of names) {
    for (const of of [dimensions, []]) {
      metrics.record(scope, metricIdentity('AWS/Events', name, of), {
        timestampMs: nowMs,
        unit: 'Count',
        values: [[1, 1]],
      });
    }
  }
}
