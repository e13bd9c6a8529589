import { invalidAttributeName, invalidAttributeValue } from './errors.ts';
import { requireQueuePolicy } from './queue-policy.ts';
import { redriveAllowanceOf, redriveOf } from './redrive.ts';

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
  const after = { ...before, ...given };
  if (after['FifoThroughputLimit'] === 'perMessageGroupId' && after['DeduplicationScope'] !== 'messageGroup')
    throw invalidAttributeValue('FifoThroughputLimit');
  return Object.fromEntries(
    Object.entries({ ...after, ...encryption(given, after) }).filter(([, value]) => value !== ''),
  );
}

/** A key of KMS and SQS's own encryption take turns. Neither encrypts anything here. */
function encryption(
  given: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const key = after['KmsMasterKeyId'] ?? '';
  if (key === '') return { KmsDataKeyReusePeriodSeconds: '' };
  if (given['SqsManagedSseEnabled'] === 'true' && given['KmsMasterKeyId'] !== undefined)
    throw invalidAttributeValue('SqsManagedSseEnabled');
  if (given['SqsManagedSseEnabled'] === 'true')
    return { KmsMasterKeyId: '', KmsDataKeyReusePeriodSeconds: '' };
  return {
    SqsManagedSseEnabled: 'false',
    KmsDataKeyReusePeriodSeconds: after['KmsDataKeyReusePeriodSeconds'] ?? '300',
  };
}

/** @throws AwsError InvalidAttributeName, InvalidAttributeValue */
function checkAttribute(name: string, value: string, isFifo: boolean): void {
  const rule = numbers[name];
  if (rule !== undefined) {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= rule.min && number <= rule.max)) throw invalidAttributeValue(name);
    return;
  }
  if (!texts.includes(name) || (fifoTexts.includes(name) && !isFifo)) throw invalidAttributeName(name);
  if (value === '') return;
  if (name === 'Policy') requireQueuePolicy(value);
  else if (!isPossible(name, value, isFifo)) throw invalidAttributeValue(name);
}

function isPossible(name: string, value: string, isFifo: boolean): boolean {
  switch (name) {
    case 'FifoQueue':
      return value === String(isFifo);
    case 'ContentBasedDeduplication':
    case 'SqsManagedSseEnabled':
      return value === 'true' || value === 'false';
    case 'DeduplicationScope':
      return value === 'messageGroup' || value === 'queue';
    case 'FifoThroughputLimit':
      return value === 'perQueue' || value === 'perMessageGroupId';
    case 'RedrivePolicy':
      return redriveOf(value) !== undefined;
    case 'RedriveAllowPolicy':
      return redriveAllowanceOf(value) !== undefined;
    default:
      return true;
  }
}
