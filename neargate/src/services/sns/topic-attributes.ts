import { AwsError } from '../../core/aws-error.ts';
import { isObject, parseJson } from '../events/json.ts';
import { parseStatements } from '../iam/policy-document.ts';
import { defaultRetryPolicy, deliveryPolicyProblem } from './delivery-policy.ts';
import { defaultTopicPolicy } from './default-policy.ts';
import { invalidParameter } from './errors.ts';
import type { SubscriptionRow, TopicRow } from './store.ts';

type Check = (value: string, isFifo: boolean) => string | undefined;

const isBoolean: Check = (value) =>
  value === 'true' || value === 'false' ? undefined : 'must be true or false';
const anything: Check = () => undefined;
const jsonObject: Check = (value) => (isObject(parseJson(value)) ? undefined : 'failed to parse JSON.');
const onlyFifo =
  (check: Check): Check =>
  (value, isFifo) =>
    isFifo ? check(value, isFifo) : 'Not supported for standard topics';
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(value) ? undefined : `must be one of ${values.join(', ')}`;

const endpoints = ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'];
/** Where delivery is logged; stored, nothing is logged. */
const feedback: Readonly<Record<string, Check>> = Object.fromEntries(
  endpoints.flatMap((endpoint) => [
    [`${endpoint}SuccessFeedbackRoleArn`, anything],
    [`${endpoint}SuccessFeedbackSampleRate`, anything],
    [`${endpoint}FailureFeedbackRoleArn`, anything],
  ]),
);

/** What may be set. https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const settable: Readonly<Record<string, Check>> = {
  ArchivePolicy: onlyFifo(jsonObject),
  ContentBasedDeduplication: onlyFifo(isBoolean),
  DeliveryPolicy: deliveryPolicyProblem,
  DisplayName: (value) =>
    value.length <= 100 ? undefined : 'Display Name must be at most 100 characters long',
  FifoThroughputScope: onlyFifo(oneOf('Topic', 'MessageGroup')),
  KmsMasterKeyId: anything,
  Policy: (value) => (isResourcePolicy(value) ? undefined : 'Policy Error: null'),
  SignatureVersion: oneOf('1', '2'),
  TracingConfig: oneOf('Active', 'PassThrough'),
  ...feedback,
};

/** @throws AwsError InvalidParameter */
export function checkTopicAttribute(name: string, value: string, isFifo: boolean): void {
  const check = Object.hasOwn(settable, name) ? settable[name] : undefined;
  if (check === undefined) throw invalidParameter('AttributeName');
  const problem = value === '' ? undefined : check(value, isFifo);
  if (problem !== undefined) throw invalidParameter(`${name} Reason: ${problem}`);
}

/** An empty text takes an attribute away; a topic always has a policy. @throws AwsError InvalidParameter */
export function changedTopicAttributes(topic: TopicRow, given: Readonly<Record<string, string>>): TopicRow {
  for (const [name, value] of Object.entries(given)) checkTopicAttribute(name, value, topic.isFifo);
  const kept = Object.entries({ ...topic.attributes, ...given }).filter(([, value]) => value !== '');
  const Policy = defaultTopicPolicy(topic.arn, topic.owner);
  return { ...topic, attributes: { Policy, ...Object.fromEntries(kept) } };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function describeTopic(
  { arn, owner, isFifo, attributes, endedSubscriptions }: TopicRow,
  subscriptions: readonly SubscriptionRow[],
): Record<string, string> {
  const confirmed = subscriptions.filter(({ confirmedAtMs }) => confirmedAtMs !== undefined).length;
  return {
    TopicArn: arn,
    Owner: owner,
    DisplayName: '',
    ...(isFifo
      ? { FifoTopic: 'true', ContentBasedDeduplication: 'false', FifoThroughputScope: 'Topic' }
      : {}),
    ...attributes,
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(subscriptions.length - confirmed),
    SubscriptionsDeleted: String(endedSubscriptions),
    EffectiveDeliveryPolicy: effectiveDeliveryPolicy(attributes['DeliveryPolicy']),
  };
}

function effectiveDeliveryPolicy(own: string | undefined): string {
  const policy = parseJson(own ?? '');
  const http = isObject(policy) && isObject(policy['http']) ? policy['http'] : {};
  const retry = isObject(http['defaultHealthyRetryPolicy']) ? http['defaultHealthyRetryPolicy'] : {};
  return JSON.stringify({
    http: {
      disableSubscriptionOverrides: false,
      defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
      ...http,
      defaultHealthyRetryPolicy: { ...defaultRetryPolicy, ...retry },
    },
  });
}

function isResourcePolicy(text: string): boolean {
  try {
    return parseStatements(text).every(
      ({ Principal, NotPrincipal }) => (Principal ?? NotPrincipal) !== undefined,
    );
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
