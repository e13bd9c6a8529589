import { countMessages } from '../../services/sqs/count-messages.ts';
import type { FoundQueue } from '../../services/sqs/find-queue.ts';
import { recordQueueMetric } from '../../services/sqs/record-metrics.ts';
import { queues, queuesTable, queueTables } from '../../services/sqs/store.ts';
import type { Reconciler } from '../reconciler.ts';
import type { QueueEnvironment } from './environment.ts';

const awsPeriodMs = 60_000;
const everything = 'all queues';

/**
 * Reports at the end of each period how many messages a queue holds. What is sent, received and deleted is reported as it
 * happens. Idle queues report too, where AWS stops after six hours.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueMetricsReconciler({ store, clock, timing, contextOf }: QueueEnvironment): Reconciler {
  const periodMs = timing.scaled('cloudwatch-period', awsPeriodMs);
  return {
    name: 'queue-metrics',
    keysFor: () => [],
    initialKeys: () => [everything],
    async reconcile() {
      const nowMs = clock.now();
      const endMs = Math.floor(nowMs / periodMs) * periodMs;
      for (const scope of store.scopes(queuesTable))
        for (const queue of queues(store, scope).values())
          report({ queue, scope, ...queueTables(store, scope, queue.queueName) }, endMs - periodMs);
      return { requeueAfterMs: endMs + periodMs - nowMs };
    },
  };

  function report(found: FoundQueue, periodStartMs: number): void {
    const nowMs = clock.now();
    const { visible, inFlight, delayed, oldestSentAtMs } = countMessages(found.messages.values(), nowMs);
    const values = {
      ApproximateNumberOfMessagesVisible: visible,
      ApproximateNumberOfMessagesNotVisible: inFlight,
      ApproximateNumberOfMessagesDelayed: delayed,
      ApproximateAgeOfOldestMessage:
        oldestSentAtMs === undefined ? 0 : Math.floor((nowMs - oldestSentAtMs) / 1000),
    } as const;
    for (const [name, value] of Object.entries(values) as [keyof typeof values, number][])
      recordQueueMetric(contextOf(found.scope), found, name, value, periodStartMs);
  }
}
