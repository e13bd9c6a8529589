import { metricIdentity } from '../cloudwatch/metric-store.ts';
import type { OperationContext } from '../context.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export type TopicMetric =
  | 'NumberOfMessagesPublished'
  | 'PublishSize'
  | 'NumberOfNotificationsDelivered'
  | 'NumberOfNotificationsFailed'
  | 'NumberOfNotificationsFilteredOut'
  | 'NumberOfNotificationsFilteredOut-InvalidMessageBody'
  | 'NumberOfNotificationsRedrivenToDlq'
  | 'NumberOfNotificationsFailedToRedriveToDlq';

/** Reports one value of a topic. */
export function recordTopicMetric(
  { metrics, clock }: Pick<OperationContext, 'metrics' | 'clock'>,
  { topicName, scope }: { readonly topicName: string; readonly scope: string },
  name: TopicMetric,
  value = 1,
): void {
  metrics.record(scope, metricIdentity('AWS/SNS', name, [{ name: 'TopicName', value: topicName }]), {
    timestampMs: clock.now(),
    unit: name === 'PublishSize' ? 'Bytes' : 'Count',
    values: [[value, 1]],
  });
}
