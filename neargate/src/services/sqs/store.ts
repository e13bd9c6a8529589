import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface QueueRow {
  readonly queueName: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** What SetQueueAttributes may set, complete with AWS's defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Counts the messages of a FIFO queue. */
  readonly lastSequence: number;
  readonly purgedAtMs?: number | undefined;
}

export interface StoredAttribute {
  readonly dataType: string;
  readonly text?: string | undefined;
  /** Base64. */
  readonly bytes?: string | undefined;
}

export interface MessageRow {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
  readonly systemAttributes: Readonly<Record<string, string>>;
  readonly sentAtMs: number;
  /** When it can be received: after its delay, or after the visibility timeout of who received it last. */
  readonly visibleAtMs: number;
  readonly receiveCount: number;
  readonly firstReceivedAtMs?: number | undefined;
  /** Of the latest receive. */
  readonly receiptHandle?: string | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly sequenceNumber?: string | undefined;
}

/** A message of a FIFO queue that is not to be taken in twice. */
export interface DeduplicationRow {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly untilMs: number;
}

/** Messages of a dead-letter queue on their way to where they came from, or elsewhere. */
export interface MoveTaskRow {
  readonly taskHandle: string;
  readonly sourceArn: string;
  /** Absent: each message goes back to the queue that it came from. */
  readonly destinationArn?: string | undefined;
  readonly maxPerSecond?: number | undefined;
  readonly startedAtMs: number;
  /** How many there were at the start. */
  readonly toMove: number;
  readonly isCancelled: boolean;
  /** The message move controller's. */
  readonly observed: {
    readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
    readonly moved: number;
    readonly failureReason?: string | undefined;
  };
}

export interface QueueTables {
  /** In the order in which they were sent. Key = message id. */
  readonly messages: Table<MessageRow>;
  readonly deduplications: Table<DeduplicationRow>;
}

export const messagesTable = 'sqs.messages';
export const queuesTable = 'sqs.queues';
export const moveTasksTable = 'sqs.move-tasks';

/** Key = name. */
export function queues(store: Store, scope: string): Table<QueueRow> {
  return store.table(queuesTable, scope);
}

export function queuesOf({ store, caller }: OperationContext): Table<QueueRow> {
  return queues(store, regionalScope(caller));
}

/** Key = task handle, oldest first; of each queue the latest ten are kept. */
export function moveTasks(store: Store, scope: string): Table<MoveTaskRow> {
  return store.table(moveTasksTable, scope);
}

/** Each queue has tables of its own, so that none waits for another's messages. */
export function queueTables(store: Store, scope: string, queueName: string): QueueTables {
  const own = `${scope}/${queueName}`;
  return {
    messages: store.table(messagesTable, own),
    deduplications: store.table('sqs.deduplications', own),
  };
}
