import { parseArn } from '../../core/arn.ts';
import { isObject, parseJson } from '../events/json.ts';
import { deliveryPolicyProblem, effectiveRetryPolicy } from './delivery-policy.ts';
import { invalidParameter } from './errors.ts';
import { type FilterScope, requireFilterPolicy } from './filter-policy.ts';
import type { SubscriptionRow, TopicRow } from './store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const settable: readonly string[] = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];
const rawProtocols: readonly string[] = ['firehose', 'http', 'https', 'sqs'];

/** An empty text takes an attribute away. @throws AwsError InvalidParameter, FilterPolicyLimitExceeded */
export function changedSubscriptionAttributes(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
  protocol: string,
): Readonly<Record<string, string>> {
  const unknown = Object.keys(given).find((name) => !settable.includes(name));
  if (unknown !== undefined) throw invalidParameter('AttributeName');
  const after = Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''),
  );
  const scope = after['FilterPolicyScope'] ?? 'MessageAttributes';
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody')
    throw invalidParameter(
      `FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
    );
  if (after['FilterPolicy'] !== undefined) requireFilterPolicy(after['FilterPolicy'], scope);
  checkRaw(after['RawMessageDelivery'], protocol);
  checkRedrive(after['RedrivePolicy']);
  const problem =
    after['DeliveryPolicy'] === undefined ? undefined : deliveryPolicyProblem(after['DeliveryPolicy']);
  if (problem !== undefined) throw invalidParameter(`DeliveryPolicy: ${problem}`);
  return after;
}

/** The ARN of the dead-letter queue of a RedrivePolicy. */
export function deadLetterArnOf(policy: string | undefined): string | undefined {
  const value = parseJson(policy ?? '');
  const arn = isObject(value) ? value['deadLetterTargetArn'] : undefined;
  return typeof arn === 'string' ? arn : undefined;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export function describeSubscription(
  subscription: SubscriptionRow,
  topic: TopicRow | undefined,
): Record<string, string> {
  const { arn, topicArn, protocol, endpoint, owner, principalArn, attributes, confirmedAtMs } = subscription;
  const scope: FilterScope | undefined =
    attributes['FilterPolicy'] === undefined ? undefined : 'MessageAttributes';
  return {
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    Owner: owner,
    SubscriptionPrincipal: principalArn,
    RawMessageDelivery: 'false',
    ...(scope === undefined ? {} : { FilterPolicyScope: scope }),
    ...attributes,
    PendingConfirmation: String(confirmedAtMs === undefined),
    ConfirmationWasAuthenticated: String(subscription.wasAuthenticated),
    ...(protocol === 'http' || protocol === 'https'
      ? {
          EffectiveDeliveryPolicy: JSON.stringify({
            healthyRetryPolicy: effectiveRetryPolicy(
              topic?.attributes['DeliveryPolicy'],
              attributes['DeliveryPolicy'],
            ),
          }),
        }
      : {}),
  };
}

function checkRaw(value: string | undefined, protocol: string): void {
  if (value === undefined) return;
  if (value !== 'true' && value !== 'false')
    throw invalidParameter(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  if (value === 'true' && !rawProtocols.includes(protocol))
    throw invalidParameter(
      `RawMessageDelivery Reason: Delivery protocol [${protocol}] does not support raw message delivery.`,
    );
}

function checkRedrive(policy: string | undefined): void {
  if (policy === undefined) return;
  const arn = deadLetterArnOf(policy);
  if (!isObject(parseJson(policy))) throw invalidParameter('RedrivePolicy: failed to parse JSON.');
  if (arn === undefined || parseArn(arn)?.service !== 'sqs')
    throw invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
}
