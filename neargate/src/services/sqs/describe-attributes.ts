import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import { invalidAttributeName } from './errors.ts';
import type { FoundQueue } from './find-queue.ts';

/** The attributes that were asked for, those that are counted among them. @throws AwsError InvalidAttributeName */
export function describeAttributes(
  { queue, messages }: FoundQueue,
  names: readonly QueueAttributeName[],
  nowMs: number,
): Partial<Record<QueueAttributeName, string>> {
  const rows = [...messages.values()];
  const hidden = rows.filter(({ visibleAtMs }) => visibleAtMs > nowMs);
  const inFlight = hidden.filter(({ receiptHandle }) => receiptHandle !== undefined);
  const all: Readonly<Record<string, string>> = {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.createdAtMs),
    LastModifiedTimestamp: seconds(queue.changedAtMs),
    ApproximateNumberOfMessages: String(rows.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(inFlight.length),
    ApproximateNumberOfMessagesDelayed: String(hidden.length - inFlight.length),
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
