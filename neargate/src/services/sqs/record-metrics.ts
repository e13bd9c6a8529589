import { type OperationContext } from '../context.ts';
import { metricIdentity } from '../cloudwatch/metric-store.ts';
import type { FoundQueue } from './find-queue.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export type QueueMetric =
  | 'NumberOfMessagesSent'
  | 'SentMessageSize'
  | 'NumberOfMessagesReceived'
  | 'NumberOfMessagesDeleted'
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible'
  | 'ApproximateNumberOfMessagesDelayed'
  | 'ApproximateAgeOfOldestMessage';

const units: Partial<Record<QueueMetric, string>> = {
  SentMessageSize: 'Bytes',
  ApproximateAgeOfOldestMessage: 'Seconds',
};

/** Reports one value of a queue. */
export function recordQueueMetric(
  { metrics, clock }: Pick<OperationContext, 'metrics' | 'clock'>,
  { queue, scope }: Pick<FoundQueue, 'queue' | 'scope'>,
  name: QueueMetric,
  value: number,
  timestampMs = clock.now(),
): void {
  const dimensions = [{ name: 'QueueName', value: queue.queueName }];
  metrics.record(scope, metricIdentity('AWS/SQS', name, dimensions), {
    timestampMs,
    unit: units[name] ?? 'Count',
    values: [[value, 1]],
  });
}
