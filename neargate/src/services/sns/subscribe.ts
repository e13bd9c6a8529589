import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { invalidParameter } from './errors.ts';
import { type FoundTopic, subscriptionsOf } from './find-topic.ts';
import { putNotification } from './notifications.ts';
import { isProtocol, isSpoken, needsConfirmation, type SubscriptionProtocol } from './protocols.ts';
import type { SubscriptionRow } from './store.ts';
import { changedSubscriptionAttributes } from './subscription-attributes.ts';

/**
 * Subscribes an endpoint, or finds its subscription: a topic has one for each endpoint. HTTP endpoints are sent a token to
 * confirm with; nobody sends mail. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 * @throws AwsError InvalidParameter, FilterPolicyLimitExceeded
 */
export function subscribeTo(
  context: Pick<OperationContext, 'caller' | 'clock' | 'ids'>,
  found: FoundTopic,
  {
    protocol,
    endpoint,
    attributes,
  }: {
    readonly protocol: string;
    readonly endpoint: string;
    readonly attributes: Readonly<Record<string, string>>;
  },
): SubscriptionRow {
  const { topic, tables } = found;
  if (!isProtocol(protocol))
    throw invalidParameter('Amazon SNS does not support this protocol string: ' + protocol);
  checkEndpoint(protocol, endpoint, topic.isFifo);
  const checked = changedSubscriptionAttributes({}, attributes, protocol);
  if (protocol === 'firehose' && checked['SubscriptionRoleArn'] === undefined)
    throw invalidParameter('Attributes Reason: SubscriptionRoleArn is required for firehose subscriptions');
  const known = subscriptionsOf(found).find((row) => row.protocol === protocol && row.endpoint === endpoint);
  if (known !== undefined) {
    const isSame = Object.entries(checked).every(([name, value]) => known.attributes[name] === value);
    if (!isSame)
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    return known;
  }
  const isPending = needsConfirmation(protocol);
  const nowMs = context.clock.now();
  const row: SubscriptionRow = {
    arn: `${topic.arn}:${context.ids.uuid()}`,
    topicArn: topic.arn,
    protocol,
    endpoint,
    owner: context.caller.accountId,
    principalArn: context.caller.principalArn,
    attributes: checked,
    token: context.ids.hex(128),
    confirmedAtMs: isPending ? undefined : nowMs,
    wasAuthenticated: !isPending,
    subscribedAtMs: nowMs,
  };
  tables.subscriptions.put(row.arn, row);
  if (isPending && isSpoken(protocol))
    putNotification(
      tables,
      row,
      {
        messageId: context.ids.uuid(),
        bodies: {
          default: `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
        },
        attributes: {},
        publishedAtMs: nowMs,
      },
      { kind: 'SubscriptionConfirmation', token: row.token },
    );
  return row;
}

const arnServices: Readonly<Partial<Record<SubscriptionProtocol, string>>> = {
  application: 'sns',
  firehose: 'firehose',
  lambda: 'lambda',
  sqs: 'sqs',
};

function checkEndpoint(protocol: SubscriptionProtocol, endpoint: string, isFifo: boolean): void {
  const service = arnServices[protocol];
  if (service !== undefined && parseArn(endpoint)?.service !== service)
    throw invalidParameter(`${service === 'sqs' ? 'SQS' : protocol} endpoint ARN`);
  if ((protocol === 'http' || protocol === 'https') && !endpoint.startsWith(`${protocol}://`))
    throw invalidParameter('Endpoint must match the specified protocol');
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint))
    throw invalidParameter('Email address');
  if (protocol === 'sms' && !/^\+?[\d\s().-]{5,}$/.test(endpoint))
    throw invalidParameter('Invalid SMS endpoint: ' + endpoint);
  if (isFifo && protocol !== 'sqs') throw invalidParameter(`Invalid protocol type: ${protocol}`);
  if (!isFifo && protocol === 'sqs' && endpoint.endsWith('.fifo'))
    throw invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
}
