import { createHash } from 'node:crypto';
import type { OperationContext } from '../context.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import type { FoundQueue } from './find-queue.ts';
import { recordQueueMetric } from './record-metrics.ts';
import { type MessageRow, queues, type StoredAttribute } from './store.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
const deduplicationMs = 5 * 60_000;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const allowedText = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export interface NewMessage {
  readonly body: string | undefined;
  readonly attributes?: Readonly<Record<string, StoredAttribute>>;
  readonly systemAttributes?: Readonly<Record<string, string>>;
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

export interface SentMessage {
  readonly messageId: string;
  readonly sequenceNumber: string | undefined;
}

/** Puts a message on the queue, in the transaction under way. @throws AwsError for what SQS refuses */
export function sendMessage(
  context: Pick<OperationContext, 'store' | 'clock' | 'ids' | 'metrics'>,
  found: FoundQueue,
  message: NewMessage,
): SentMessage {
  const { queue, messages } = found;
  const { body, attributes = {}, systemAttributes = {}, groupId } = message;
  const sizeBytes = checkBody(queue.attributes, body, attributes);
  const nowMs = context.clock.now();
  const isFifo = queue.attributes['FifoQueue'] === 'true';
  const deduplicationId = isFifo ? deduplicationIdOf(queue.attributes, message) : undefined;
  if (isFifo && message.delaySeconds !== undefined && message.delaySeconds !== 0)
    throw notForThisQueueType('DelaySeconds', message.delaySeconds);
  if (!isFifo && message.deduplicationId !== undefined)
    throw notForThisQueueType('MessageDeduplicationId', message.deduplicationId);
  if (message.delaySeconds !== undefined && !(message.delaySeconds >= 0 && message.delaySeconds <= 900))
    throw invalidParameter(
      `Value ${message.delaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  checkFifoId('MessageGroupId', groupId);
  checkFifoId('MessageDeduplicationId', message.deduplicationId);
  const scope = queue.attributes['DeduplicationScope'] === 'messageGroup' ? `${groupId} ` : '';
  const known = deduplicationId === undefined ? undefined : found.deduplications.get(scope + deduplicationId);
  if (known !== undefined && known.untilMs > nowMs) return known;
  const messageId = context.ids.uuid();
  const sequenceNumber = isFifo ? nextSequence(context, found) : undefined;
  const delaySeconds = message.delaySeconds ?? Number(queue.attributes['DelaySeconds'] ?? 0);
  const row: MessageRow = {
    messageId,
    body: body ?? '',
    attributes,
    systemAttributes,
    sentAtMs: nowMs,
    visibleAtMs: nowMs + delaySeconds * 1000,
    receiveCount: 0,
    groupId,
    deduplicationId,
    sequenceNumber,
  };
  messages.put(messageId, row);
  recordQueueMetric(context, found, 'NumberOfMessagesSent', 1);
  recordQueueMetric(context, found, 'SentMessageSize', sizeBytes);
  if (deduplicationId !== undefined && sequenceNumber !== undefined)
    found.deduplications.put(scope + deduplicationId, {
      messageId,
      sequenceNumber,
      untilMs: nowMs + deduplicationMs,
    });
  return { messageId, sequenceNumber };
}

function notForThisQueueType(name: string, value: string | number) {
  return invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}

function checkFifoId(name: string, value: string | undefined): void {
  if (value === undefined || /^[\u0021-\u007E]{1,128}$/.test(value)) return;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

/** @returns its size with its attributes, in bytes */
function checkBody(
  settings: Readonly<Record<string, string>>,
  body: string | undefined,
  attributes: Readonly<Record<string, StoredAttribute>>,
): number {
  if (body === undefined || body === '') throw missingParameter('MessageBody');
  if (!allowedText.test(body))
    throw invalidParameter(
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  let size = Buffer.byteLength(body);
  for (const [name, { dataType, text, bytes }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    size += bytes === undefined ? Buffer.byteLength(text ?? '') : Buffer.byteLength(bytes, 'base64');
  }
  const most = Number(settings['MaximumMessageSize']);
  if (size > most)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  return size;
}

function deduplicationIdOf(
  settings: Readonly<Record<string, string>>,
  { body = '', groupId, deduplicationId }: NewMessage,
): string {
  if (groupId === undefined) throw missingParameter('MessageGroupId');
  if (deduplicationId !== undefined) return deduplicationId;
  if (settings['ContentBasedDeduplication'] === 'true')
    return createHash('sha256').update(body, 'utf8').digest('hex');
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

/** Twenty digits that grow, as AWS's do. */
function nextSequence({ store }: Pick<OperationContext, 'store'>, { queue, scope }: FoundQueue): string {
  const row = queues(store, scope).update(queue.queueName, (before) => ({
    ...before,
    lastSequence: before.lastSequence + 1,
  }));
  return (18_849_496_460_467_696_128n + BigInt(row.lastSequence) * 256n).toString();
}
