import { createHash } from 'node:crypto';
import type { OperationContext } from '../context.ts';
import { isObject, parseJson } from '../events/json.ts';
import { invalidParameter } from './errors.ts';
import { type FilterScope, passesFilter } from './filter-policy.ts';
import { type FoundTopic, subscriptionsOf } from './find-topic.ts';
import { putNotification } from './notifications.ts';
import { recordTopicMetric } from './record-metrics.ts';
import type { PublishedMessage, StoredAttribute, SubscriptionRow } from './store.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html */
const deduplicationMs = 5 * 60_000;
/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const maxMessageBytes = 262_144;
const maxSubjectLength = 100;

export interface NewTopicMessage {
  readonly body: string | undefined;
  readonly subject?: string | undefined;
  /** `json`: the body is an object with a text for each protocol and one called `default`. */
  readonly structure?: string | undefined;
  readonly attributes?: Readonly<Record<string, StoredAttribute>>;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

/** Publishes to all subscriptions of a topic, in the transaction under way. @throws AwsError for what SNS refuses */
export function publishMessage(
  context: Pick<OperationContext, 'store' | 'clock' | 'ids' | 'metrics'>,
  found: FoundTopic,
  given: NewTopicMessage,
): { readonly messageId: string; readonly sequenceNumber: string | undefined } {
  const { topic, tables, scope } = found;
  const sizeBytes = checkMessage(given);
  const bodies = bodiesOf(given);
  const deduplicationId = fifoDeduplicationId(found, given);
  const nowMs = context.clock.now();
  const deduplicationKey = `${topic.arn} ${groupScope(found, given)}${deduplicationId}`;
  const known = deduplicationId === undefined ? undefined : tables.deduplications.get(deduplicationKey);
  if (known !== undefined && known.untilMs > nowMs) return known;
  const messageId = context.ids.uuid();
  const sequenceNumber = topic.isFifo ? nextSequence(found) : undefined;
  const message: PublishedMessage = {
    messageId,
    subject: given.subject,
    bodies,
    attributes: given.attributes ?? {},
    publishedAtMs: nowMs,
    groupId: given.groupId,
    deduplicationId,
    sequenceNumber,
  };
  if (deduplicationId !== undefined && sequenceNumber !== undefined)
    tables.deduplications.put(deduplicationKey, {
      messageId,
      sequenceNumber,
      untilMs: nowMs + deduplicationMs,
    });
  const metricOf = { topicName: topic.name, scope };
  recordTopicMetric(context, metricOf, 'NumberOfMessagesPublished');
  recordTopicMetric(context, metricOf, 'PublishSize', sizeBytes);
  for (const subscription of subscriptionsOf(found)) {
    if (subscription.confirmedAtMs === undefined) continue;
    if (isWanted(subscription, message)) putNotification(tables, subscription, message);
    else recordTopicMetric(context, metricOf, 'NumberOfNotificationsFilteredOut');
  }
  return { messageId, sequenceNumber };
}

/** The text that a protocol gets. */
export function bodyFor({ bodies }: PublishedMessage, protocol: string): string {
  return bodies[protocol] ?? bodies['default'] ?? '';
}

function isWanted({ attributes, protocol }: SubscriptionRow, message: PublishedMessage): boolean {
  const scope = (attributes['FilterPolicyScope'] ?? 'MessageAttributes') as FilterScope;
  const body = bodyFor(message, protocol);
  return passesFilter(attributes['FilterPolicy'], scope, { body, attributes: message.attributes });
}

/** @returns its size with its attributes, in bytes */
function checkMessage({ body, subject, attributes = {}, structure }: NewTopicMessage): number {
  if (body === undefined || body === '') throw invalidParameter('Empty message');
  if (structure !== undefined && structure !== 'json') throw invalidParameter('MessageStructure');
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter('Subject');
  const size = messageSize(body, attributes);
  if (size > maxMessageBytes) throw invalidParameter('Message too long');
  return size;
}

export function messageSize(body: string, attributes: Readonly<Record<string, StoredAttribute>>): number {
  let size = Buffer.byteLength(body);
  for (const [name, { dataType, text = '', bytes }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    size += bytes === undefined ? Buffer.byteLength(text) : Buffer.byteLength(bytes, 'base64');
  }
  return size;
}

/** ASCII text that begins with a letter, digit or punctuation and has no control characters. */
function isSubject(subject: string): boolean {
  return subject.length <= maxSubjectLength && /^[\u0021-\u007E][\u0020-\u007E]*$/.test(subject);
}

function bodiesOf({ body = '', structure }: NewTopicMessage): Readonly<Record<string, string>> {
  if (structure !== 'json') return { default: body };
  const value = parseJson(body);
  if (!isObject(value)) throw invalidParameter('Message Structure - JSON message body failed to parse');
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (typeof value['default'] !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return Object.fromEntries(texts);
}

/** @returns undefined for a standard topic */
function fifoDeduplicationId(
  { topic }: FoundTopic,
  { groupId, deduplicationId, body = '' }: NewTopicMessage,
): string | undefined {
  if (!topic.isFifo) {
    if (deduplicationId !== undefined)
      throw invalidParameter(
        'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      );
    if (groupId !== undefined) checkFifoId('MessageGroupId', groupId);
    return undefined;
  }
  if (groupId === undefined)
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  checkFifoId('MessageGroupId', groupId);
  if (deduplicationId !== undefined) {
    checkFifoId('MessageDeduplicationId', deduplicationId);
    return deduplicationId;
  }
  if (topic.attributes['ContentBasedDeduplication'] === 'true')
    return createHash('sha256').update(body, 'utf8').digest('hex');
  throw invalidParameter(
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function groupScope({ topic }: FoundTopic, { groupId = '' }: NewTopicMessage): string {
  return topic.attributes['FifoThroughputScope'] === 'MessageGroup' ? `${groupId} ` : '';
}

function checkFifoId(name: string, value: string): void {
  if (!/^[\u0021-\u007E]{1,128}$/.test(value))
    throw invalidParameter(
      `${name} Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length`,
    );
}

/** Twenty digits that grow, as AWS's do. */
function nextSequence({ topic, tables }: FoundTopic): string {
  const { lastSequence } = tables.topics.update(topic.arn, (row) => ({
    ...row,
    lastSequence: row.lastSequence + 1,
  }));
  return String(10n ** 19n + BigInt(lastSequence));
}
