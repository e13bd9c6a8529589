import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../../services/context.ts';
import { type FoundQueue, queueByArn } from '../../services/sqs/find-queue.ts';
import { isFifoQueue } from '../../services/sqs/redrive.ts';
import { sendMessage } from '../../services/sqs/send-message.ts';
import { type MessageRow, type MoveTaskRow, moveTasks, moveTasksTable } from '../../services/sqs/store.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler } from '../reconciler.ts';
import type { QueueEnvironment } from './environment.ts';

const secondMs = 1_000;
/** AWS's highest rate, and the one taken where none is asked for. */
const fastestPerSecond = 500;

type Observed = MoveTaskRow['observed'];

/**
 * Moves what a dead-letter queue holds to where it came from, or to the queue that the task names, a second's worth at a time.
 * Moved messages are new ones, as on AWS. What came in after the task started is moved too.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export function messageMoveReconciler({ store, contextOf }: QueueEnvironment): Reconciler {
  return {
    name: 'message-move',
    keysFor: ({ table, scope, key, before, after }) =>
      table === moveTasksTable && isRunning(after) && !isRunning(before) ? [rowKey(scope, key)] : [],
    initialKeys: () =>
      store
        .scopes(moveTasksTable)
        .flatMap((scope) =>
          [...moveTasks(store, scope).values()].flatMap((task) =>
            isRunning(task) ? [rowKey(scope, task.taskHandle)] : [],
          ),
        ),
    async reconcile(queueKey) {
      const [scope, key] = splitRowKey(queueKey);
      const tasks = moveTasks(store, scope);
      const task = tasks.get(key);
      if (task === undefined || !isRunning(task)) return undefined;
      const observed = store.transact(() => {
        const next = moveSome(contextOf(scope), task);
        tasks.put(key, { ...task, observed: next });
        return next;
      });
      return observed.status === 'RUNNING' ? { requeueAfterMs: secondMs } : undefined;
    },
  };
}

function isRunning(row: unknown): boolean {
  return (row as MoveTaskRow | undefined)?.observed.status === 'RUNNING';
}

function moveSome(context: OperationContext, task: MoveTaskRow): Observed {
  const { observed } = task;
  if (task.isCancelled) return { ...observed, status: 'CANCELLED' };
  const source = queueByArn(context.store, task.sourceArn);
  if (source === undefined) return failed(observed, 'AWS.SimpleQueueService.NonExistentQueue');
  const nowMs = context.clock.now();
  const movable = [...source.messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
  let { moved } = observed;
  for (const row of movable.slice(0, task.maxPerSecond ?? fastestPerSecond)) {
    const failure = move(context, source, row, task.destinationArn);
    if (failure !== undefined) return failed({ ...observed, moved }, failure);
    moved += 1;
  }
  const isDone = source.messages.size === 0 || movable.length === 0;
  return { ...observed, moved, status: isDone ? 'COMPLETED' : 'RUNNING' };
}

/** @returns AWS's code of why the message stays */
function move(
  context: OperationContext,
  source: FoundQueue,
  { messageId, body, attributes, systemAttributes, groupId, deduplicationId }: MessageRow,
  destinationArn: string | undefined,
): string | undefined {
  const { DeadLetterQueueSourceArn: origin, ...others } = systemAttributes;
  const targetArn = destinationArn ?? origin;
  if (targetArn === undefined) return 'CouldNotDetermineMessageSource';
  const target = queueByArn(context.store, targetArn);
  if (target === undefined) return 'AWS.SimpleQueueService.NonExistentQueue';
  try {
    sendMessage(context, target, {
      body,
      attributes,
      systemAttributes: others,
      groupId,
      deduplicationId: isFifoQueue(target.queue) ? deduplicationId : undefined,
    });
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  source.messages.delete(messageId);
  return undefined;
}

function failed(observed: Observed, failureReason: string): Observed {
  return { ...observed, status: 'FAILED', failureReason };
}
