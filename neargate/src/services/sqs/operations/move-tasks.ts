import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult,
  ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from '@aws-sdk/client-sqs';
import type { Store } from '../../../store/store.ts';
import { type OperationContext, regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidParameter, missingParameter, resourceNotFound } from '../errors.ts';
import { type FoundQueue, queueByArn } from '../find-queue.ts';
import { redriveOf } from '../redrive.ts';
import { type MoveTaskRow, moveTasks, queues, queuesTable } from '../store.ts';

/** As many of a queue as AWS lists. */
const keptPerSource = 10;

/**
 * The message move controller moves the messages.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export const startMessageMoveTask = operation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult>({
  handle(context, { SourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: maxPerSecond }) {
    const { store, clock, ids } = context;
    const { queue, scope, messages } = sourceOf(store, SourceArn);
    if (destinationArn !== undefined && queueByArn(store, destinationArn) === undefined)
      throw resourceNotFound(
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
      );
    if (destinationArn === queue.arn)
      throw invalidParameter('Source queue arn and destination queue arn can not be the same.');
    if (maxPerSecond !== undefined && !(maxPerSecond >= 1 && maxPerSecond <= 500))
      throw invalidParameter(
        `Value ${maxPerSecond} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.`,
      );
    if (!isDeadLetterQueue(store, queue.arn))
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    const tasks = moveTasks(store, scope);
    const earlier = tasksOf(store, scope, queue.arn);
    if (earlier.some(({ observed }) => observed.status === 'RUNNING'))
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    for (const { taskHandle } of earlier.slice(keptPerSource - 1)) tasks.delete(taskHandle);
    const handle = JSON.stringify({ taskId: ids.uuid(), sourceArn: queue.arn });
    const taskHandle = Buffer.from(handle, 'utf8').toString('base64');
    tasks.put(taskHandle, {
      taskHandle,
      sourceArn: queue.arn,
      destinationArn,
      maxPerSecond,
      startedAtMs: clock.now(),
      toMove: messages.size,
      isCancelled: false,
      observed: { status: 'RUNNING', moved: 0 },
    });
    return { TaskHandle: taskHandle };
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export const cancelMessageMoveTask = operation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult>({
  handle(context, { TaskHandle: taskHandle = '' }) {
    if (taskHandle === '') throw missingParameter('TaskHandle');
    const tasks = moveTasks(context.store, regionalScope(context.caller));
    const task = tasks.get(taskHandle);
    if (task === undefined) throw resourceNotFound('Task does not exist.');
    if (task.observed.status !== 'RUNNING') throw invalidParameter('Only active tasks can be cancelled.');
    tasks.put(taskHandle, { ...task, isCancelled: true });
    return { ApproximateNumberOfMessagesMoved: task.observed.moved };
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks = operation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult>({
  handle({ store }: OperationContext, { SourceArn, MaxResults: most = 1 }) {
    const { queue, scope } = sourceOf(store, SourceArn);
    if (!(most >= 1 && most <= keptPerSource))
      throw invalidParameter(
        `Value ${most} for parameter MaxResults is invalid. Reason: Must be between 1 and ${keptPerSource}, if provided.`,
      );
    return { Results: tasksOf(store, scope, queue.arn).slice(0, most).map(describe) };
  },
});

function describe(task: MoveTaskRow): ListMessageMoveTasksResultEntry {
  const { status, moved, failureReason } = task.observed;
  const isRunning = status === 'RUNNING';
  return {
    ...(isRunning ? { TaskHandle: task.taskHandle } : {}),
    Status: isRunning && task.isCancelled ? 'CANCELLING' : status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.maxPerSecond,
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: failureReason,
    StartedTimestamp: task.startedAtMs,
  };
}

/** The latest first. */
function tasksOf(store: Store, scope: string, sourceArn: string): readonly MoveTaskRow[] {
  return [...moveTasks(store, scope).values()].filter((task) => task.sourceArn === sourceArn).toReversed();
}

function sourceOf(store: Store, arn: string | undefined): FoundQueue {
  if (arn === undefined || arn === '') throw missingParameter('SourceArn');
  const found = queueByArn(store, arn);
  if (found === undefined)
    throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  return found;
}

function isDeadLetterQueue(store: Store, arn: string): boolean {
  return store
    .scopes(queuesTable)
    .some((scope) =>
      [...queues(store, scope).values()].some(
        ({ attributes }) => redriveOf(attributes['RedrivePolicy'])?.deadLetterTargetArn === arn,
      ),
    );
}
