import type { OperationContext } from '../context.ts';
import { type FoundQueue, queueByArn } from './find-queue.ts';
import { isFifoQueue, redriveOf, takesDeadLettersOf } from './redrive.ts';
import type { MessageRow } from './store.ts';

/**
 * Takes messages that can be received, hides them for the visibility timeout, and moves those that were received too often to
 * the dead-letter queue. In a FIFO queue a group waits for its messages in flight.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
export function receiveMessages(
  context: OperationContext,
  found: FoundQueue,
  { most, visibilitySeconds }: { readonly most: number; readonly visibilitySeconds: number | undefined },
): readonly MessageRow[] {
  const { queue, messages } = found;
  const nowMs = context.clock.now();
  dropExpired(found, nowMs);
  const timeoutMs = 1000 * (visibilitySeconds ?? Number(queue.attributes['VisibilityTimeout']));
  const busy = isFifoQueue(queue) ? groupsInFlight(messages.values(), nowMs) : new Set<string>();
  const received: MessageRow[] = [];
  for (const row of messages.values()) {
    if (received.length >= most) break;
    if (row.visibleAtMs > nowMs || busy.has(row.groupId ?? '')) continue;
    if (moveToDeadLetters(context, found, row)) continue;
    const taken: MessageRow = {
      ...row,
      receiveCount: row.receiveCount + 1,
      firstReceivedAtMs: row.firstReceivedAtMs ?? nowMs,
      visibleAtMs: nowMs + timeoutMs,
      receiptHandle: Buffer.from(`${row.messageId} ${context.ids.hex(32)}`, 'utf8').toString('base64'),
    };
    messages.put(row.messageId, taken);
    received.push(taken);
  }
  return received;
}

/** When the next message that is hidden now can be received. */
export function nextVisibleAtMs({ messages }: FoundQueue, nowMs: number): number | undefined {
  let next: number | undefined;
  for (const { visibleAtMs } of messages.values())
    if (visibleAtMs > nowMs && (next === undefined || visibleAtMs < next)) next = visibleAtMs;
  return next;
}

export function dropExpired({ queue, messages }: FoundQueue, nowMs: number): void {
  const keptMs = 1000 * Number(queue.attributes['MessageRetentionPeriod']);
  for (const row of messages.values()) {
    if (row.sentAtMs + keptMs <= nowMs) messages.delete(row.messageId);
  }
}

function groupsInFlight(rows: Iterable<MessageRow>, nowMs: number): Set<string> {
  const groups = new Set<string>();
  for (const { receiptHandle, visibleAtMs, groupId } of rows)
    if (receiptHandle !== undefined && visibleAtMs > nowMs) groups.add(groupId ?? '');
  return groups;
}

/** Whether it was moved. A dead-letter queue that is gone, does not take it or is the queue itself leaves the message where it is. */
function moveToDeadLetters(
  context: OperationContext,
  { queue, messages }: FoundQueue,
  row: MessageRow,
): boolean {
  const redrive = redriveOf(queue.attributes['RedrivePolicy']);
  if (redrive === undefined || row.receiveCount < redrive.maxReceiveCount) return false;
  const target = queueByArn(context.store, redrive.deadLetterTargetArn);
  if (target === undefined || target.queue.arn === queue.arn || !takesDeadLettersOf(target.queue, queue.arn))
    return false;
  messages.delete(row.messageId);
  target.messages.put(row.messageId, {
    ...row,
    visibleAtMs: context.clock.now(),
    receiptHandle: undefined,
    systemAttributes: { ...row.systemAttributes, DeadLetterQueueSourceArn: queue.arn },
  });
  return true;
}
