import { AwsError } from '../../../core/aws-error.ts';
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { argumentsOf, type AttributeNames, changedAttributes, newAttributes } from '../attribute-texts.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { waitFor } from '../waiting.ts';
import { topicSubscriptionSchema } from './topic-subscription-schema.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const attributeNames: AttributeNames = {
  delivery_policy: 'DeliveryPolicy',
  filter_policy: 'FilterPolicy',
  filter_policy_scope: 'FilterPolicyScope',
  raw_message_delivery: 'RawMessageDelivery',
  redrive_policy: 'RedrivePolicy',
  replay_policy: 'ReplayPolicy',
  subscription_role_arn: 'SubscriptionRoleArn',
};

const deliveredProtocols = ['http', 'https', 'sqs'];

export const topicSubscription: ResourceType<AwsClient> = {
  schema: topicSubscriptionSchema,
  behaviour: 'real',
  plan(config, prior) {
    const diagnostics: Diagnostic[] = [];
    if (prior === undefined && isGiven(config, 'filter_policy_scope') && isUnset(config, 'filter_policy'))
      diagnostics.push(errorDiagnostic('filter_policy is required when filter_policy_scope is set', ''));
    const protocol = textOf(config, 'protocol');
    if (protocol !== undefined && !deliveredProtocols.includes(protocol))
      diagnostics.push(
        warningDiagnostic(
          'The subscription is stored only',
          `Neargate sends nothing over ${protocol}. Messages go to queues and HTTP endpoints.`,
        ),
      );
    const isFilterChanged = prior !== undefined && hasChanged(config, prior, 'filter_policy');
    return { diagnostics, recompute: isFilterChanged ? ['filter_policy_scope'] : [] };
  },
  async create(config, environment) {
    const { client } = environment;
    const { SubscriptionArn = '' } = await client.call('sns', 'Subscribe', {
      TopicArn: requiredText(config, 'topic_arn'),
      Protocol: requiredText(config, 'protocol'),
      Endpoint: requiredText(config, 'endpoint'),
      Attributes: newAttributes(config, topicSubscriptionSchema, attributeNames),
      ReturnSubscriptionArn: true,
    });
    environment.created?.({ ...config, id: SubscriptionArn, arn: SubscriptionArn });
    if (boolOf(config, 'endpoint_auto_confirms') === true)
      await untilConfirmed(
        SubscriptionArn,
        numberOf(config, 'confirmation_timeout_in_minutes') ?? 1,
        environment,
      );
    return existing(await stateOf(SubscriptionArn, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const SubscriptionArn = requiredText(prior, 'id');
    const changes = Object.entries(changedAttributes(config, prior, topicSubscriptionSchema, attributeNames));
    // The scope says how the policy is read, so it goes first.
    const scopeFirst = changes.toSorted(([one], [other]) => scopeRank(one) - scopeRank(other));
    for (const [AttributeName, AttributeValue] of scopeFirst)
      await client.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn,
        AttributeName,
        AttributeValue,
      });
    return existing(await stateOf(SubscriptionArn, config, client));
  },
  async delete(state, { client }) {
    try {
      await client.call('sns', 'Unsubscribe', { SubscriptionArn: requiredText(state, 'id') });
    } catch (error) {
      if (!(error instanceof AwsError) || !(error.code === 'NotFound' || isPending(error))) throw error;
    }
  },
};

/** Nobody can unsubscribe what was never confirmed; the provider leaves it to SNS, which forgets it. */
function isPending({ code, message }: AwsError): boolean {
  return (
    code === 'InvalidParameter' &&
    message.includes('Cannot unsubscribe a subscription that is pending confirmation')
  );
}

function isGiven(config: PlainObject, name: string): boolean {
  return textOf(config, name) !== undefined;
}

/** Known to be unset; what is not known yet is absent. */
function isUnset(config: PlainObject, name: string): boolean {
  return Object.hasOwn(config, name) && textOf(config, name) === undefined;
}

function scopeRank(attributeName: string): number {
  return attributeName === 'FilterPolicyScope' ? 0 : 1;
}

async function untilConfirmed(
  SubscriptionArn: string,
  timeoutMinutes: number,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const { client, signal } = environment;
  const { clock } = client;
  const untilMs = clock.now() + timeoutMinutes * 60_000;
  await waitFor(clock, signal, async () => {
    const { Attributes } = await client.call('sns', 'GetSubscriptionAttributes', { SubscriptionArn });
    if (Attributes?.['PendingConfirmation'] === 'false') return true;
    if (clock.now() >= untilMs)
      throw new Error(
        `waiting for SNS Topic Subscription (${SubscriptionArn}) confirmation: timeout while waiting for state to become 'false' (last state: 'true', timeout: ${timeoutMinutes}m0s)`,
      );
    environment.progress('The endpoint has not confirmed yet.');
    return undefined;
  });
}

async function stateOf(
  SubscriptionArn: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('sns', 'GetSubscriptionAttributes', { SubscriptionArn }),
    'NotFound',
  );
  const attributes = output?.Attributes;
  if (attributes === undefined) return undefined;
  return {
    ...argumentsOf(attributes, known, topicSubscriptionSchema, attributeNames),
    id: SubscriptionArn,
    arn: SubscriptionArn,
    confirmation_timeout_in_minutes: known['confirmation_timeout_in_minutes'] ?? null,
    confirmation_was_authenticated: attributes['ConfirmationWasAuthenticated'] === 'true',
    endpoint: attributes['Endpoint'] ?? null,
    endpoint_auto_confirms: known['endpoint_auto_confirms'] ?? null,
    owner_id: attributes['Owner'] ?? null,
    pending_confirmation: attributes['PendingConfirmation'] === 'true',
    protocol: attributes['Protocol'] ?? null,
    topic_arn: attributes['TopicArn'] ?? null,
  };
}
