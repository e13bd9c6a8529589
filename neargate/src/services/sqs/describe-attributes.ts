import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import { invalidAttributeName } from './errors.ts';
import { countMessages } from './count-messages.ts';
import type { FoundQueue } from './find-queue.ts';

/** The attributes that were asked for, those that are counted among them. @throws AwsError InvalidAttributeName */
export function describeAttributes(
  { queue, messages }: FoundQueue,
  names: readonly QueueAttributeName[],
  nowMs: number,
): Partial<Record<QueueAttributeName, string>> {
  const counted = countMessages(messages.values(), nowMs);
  const all: Readonly<Record<string, string>> = {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.createdAtMs),
    LastModifiedTimestamp: seconds(queue.changedAtMs),
    ApproximateNumberOfMessages: String(counted.visible),
    ApproximateNumberOfMessagesNotVisible: String(counted.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counted.delayed),
  };
  if (names.includes('All')) return all;
  const known = new Set(optional);
  const unknown = names.find((name) => all[name] === undefined && !known.has(name));
  if (unknown !== undefined) throw invalidAttributeName(unknown);
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** Absent where they are not set. */
const optional: readonly string[] = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
