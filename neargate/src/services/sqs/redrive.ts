import { parseArn } from '../../core/arn.ts';
import type { Store } from '../../store/store.ts';
import { invalidParameter } from './errors.ts';
import { queueByArn } from './find-queue.ts';
import type { QueueRow } from './store.ts';

/** When messages of a queue go to which dead-letter queue. */
export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Of which queues a queue takes dead letters. */
export interface RedriveAllowance {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns: readonly string[];
}

/** Of the JSON text of a RedrivePolicy; undefined when there is none or it is not one. */
export function redriveOf(policy: string | undefined): Redrive | undefined {
  const { deadLetterTargetArn, maxReceiveCount } = parseObject(policy);
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs')
    return undefined;
  return count >= 1 && count <= 1000 ? { deadLetterTargetArn, maxReceiveCount: count } : undefined;
}

/** Of the JSON text of a RedriveAllowPolicy; undefined when it is not one. Without a policy every queue may. */
export function redriveAllowanceOf(policy: string | undefined): RedriveAllowance | undefined {
  if (policy === undefined) return { redrivePermission: 'allowAll', sourceQueueArns: [] };
  const { redrivePermission, sourceQueueArns = [] } = parseObject(policy);
  const isList = Array.isArray(sourceQueueArns) && sourceQueueArns.every((arn) => typeof arn === 'string');
  if (!isList || sourceQueueArns.length > 10) return undefined;
  const isByQueue = redrivePermission === 'byQueue';
  if (!isByQueue && redrivePermission !== 'allowAll' && redrivePermission !== 'denyAll') return undefined;
  return isByQueue === sourceQueueArns.length > 0 ? { redrivePermission, sourceQueueArns } : undefined;
}

/**
 * That the dead-letter queue of a policy is there, is of the same kind and takes what this queue gives.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 * @throws AwsError InvalidParameterValue
 */
export function requireDeadLetterQueue(
  store: Store,
  { arn, isFifo }: { readonly arn: string; readonly isFifo: boolean },
  policy: string,
): void {
  const { deadLetterTargetArn = '' } = redriveOf(policy) ?? {};
  const invalid = (reason: string) =>
    invalidParameter(`Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  const target = queueByArn(store, deadLetterTargetArn)?.queue;
  if (target === undefined) throw invalid('Dead letter target does not exist.');
  if (isFifoQueue(target) !== isFifo)
    throw invalid('Dead-letter queue must be same type of queue as the source.');
  if (!takesDeadLettersOf(target, arn))
    throw invalid(`The RedriveAllowPolicy of ${target.arn} does not allow this queue as a source.`);
}

export function takesDeadLettersOf({ attributes }: QueueRow, sourceArn: string): boolean {
  const allowance = redriveAllowanceOf(attributes['RedriveAllowPolicy']);
  if (allowance?.redrivePermission === 'byQueue') return allowance.sourceQueueArns.includes(sourceArn);
  return allowance?.redrivePermission === 'allowAll';
}

export function isFifoQueue({ attributes }: QueueRow): boolean {
  return attributes['FifoQueue'] === 'true';
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
