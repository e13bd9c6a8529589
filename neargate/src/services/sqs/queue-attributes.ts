import { parseArn } from '../../core/arn.ts';
import { invalidAttributeName, invalidAttributeValue } from './errors.ts';

/**
 * What may be set of a queue, AWS's defaults and bounds.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const numbers: Readonly<
  Record<string, { readonly min: number; readonly max: number; readonly default: string }>
> = {
  DelaySeconds: { min: 0, max: 900, default: '0' },
  MaximumMessageSize: { min: 1024, max: 1_048_576, default: '1048576' },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: '345600' },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: '0' },
  VisibilityTimeout: { min: 0, max: 43_200, default: '30' },
  KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400, default: '300' },
};
const texts: readonly string[] = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];
/** Only of FIFO queues. */
const fifoTexts: readonly string[] = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

const defaults = {
  ...Object.fromEntries(
    Object.entries(numbers)
      .filter(([name]) => name !== 'KmsDataKeyReusePeriodSeconds')
      .map(([name, rule]) => [name, rule.default]),
  ),
  SqsManagedSseEnabled: 'true',
};

export function newQueueAttributes(
  given: Readonly<Record<string, string>>,
  isFifo: boolean,
): Readonly<Record<string, string>> {
  const fifo = isFifo
    ? {
        FifoQueue: 'true',
        ContentBasedDeduplication: 'false',
        DeduplicationScope: 'queue',
        FifoThroughputLimit: 'perQueue',
      }
    : {};
  return changedAttributes({ ...defaults, ...fifo }, given, isFifo);
}

/** An empty text takes an attribute away. @throws AwsError InvalidAttributeName, InvalidAttributeValue */
export function changedAttributes(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
  isFifo: boolean,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(given)) checkAttribute(name, value, isFifo);
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''));
}

function checkAttribute(name: string, value: string, isFifo: boolean): void {
  const rule = numbers[name];
  if (rule !== undefined) {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= rule.min && number <= rule.max)) throw invalidAttributeValue(name);
    return;
  }
  if (!texts.includes(name) || (fifoTexts.includes(name) && !isFifo)) throw invalidAttributeName(name);
  if (name === 'FifoQueue' && value !== String(isFifo)) throw invalidAttributeValue(name);
  if (name === 'RedrivePolicy' && value !== '' && redriveOf(value) === undefined)
    throw invalidAttributeValue(name);
}

export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Of the JSON text of a RedrivePolicy; undefined when there is none or it is not one. */
export function redriveOf(policy: string | undefined): Redrive | undefined {
  let value: unknown;
  try {
    value = JSON.parse(policy ?? '');
  } catch {
    return undefined;
  }
  const { deadLetterTargetArn, maxReceiveCount } = (value ?? {}) as Record<string, unknown>;
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs')
    return undefined;
  return count >= 1 && count <= 1000 ? { deadLetterTargetArn, maxReceiveCount: count } : undefined;
}
