import type {
  ConfirmSubscriptionInput,
  ConfirmSubscriptionResponse,
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesInput,
  SubscribeInput,
  SubscribeResponse,
  Subscription,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidParameter } from '../errors.ts';
import { findSubscription, findTopic, subscriptionsOf } from '../find-topic.ts';
import { snsTablesOf, type SubscriptionRow } from '../store.ts';
import { endSubscription, restoreSubscription } from '../end-subscription.ts';
import { subscribeTo } from '../subscribe.ts';
import { changedSubscriptionAttributes, describeSubscription } from '../subscription-attributes.ts';

const pageSize = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export const subscribe = operation<SubscribeInput, SubscribeResponse>({
  handle(
    context,
    { TopicArn, Protocol = '', Endpoint = '', Attributes = {}, ReturnSubscriptionArn = false },
  ) {
    const found = findTopic(context, TopicArn);
    const row = subscribeTo(context, found, {
      protocol: Protocol,
      endpoint: Endpoint,
      attributes: Attributes,
    });
    const isShown = row.confirmedAtMs !== undefined || ReturnSubscriptionArn;
    return { SubscriptionArn: isShown ? row.arn : 'pending confirmation' };
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
export const confirmSubscription = operation<ConfirmSubscriptionInput, ConfirmSubscriptionResponse>({
  handle(context, { TopicArn, Token, AuthenticateOnUnsubscribe }) {
    const found = findTopic(context, TopicArn);
    const row = subscriptionsOf(found).find(({ token }) => token === Token);
    if (row === undefined) return { SubscriptionArn: restoreSubscription(context, found, Token).arn };
    if (row.confirmedAtMs === undefined)
      found.tables.subscriptions.put(row.arn, {
        ...row,
        confirmedAtMs: context.clock.now(),
        wasAuthenticated: AuthenticateOnUnsubscribe === 'true',
      });
    return { SubscriptionArn: row.arn };
  },
});

/** Only what was confirmed can be ended. https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export const unsubscribe = operation<UnsubscribeInput, Record<string, never>>({
  handle(context, { SubscriptionArn }) {
    const { subscription, tables } = findSubscription(context, SubscriptionArn);
    if (subscription.confirmedAtMs === undefined)
      throw invalidParameter(
        'SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
      );
    endSubscription(context, tables, subscription);
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
export const listSubscriptions = operation<ListSubscriptionsInput, ListSubscriptionsResponse>({
  handle: (context, { NextToken }) => pageOf([...snsTablesOf(context).subscriptions.values()], NextToken),
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export const listSubscriptionsByTopic = operation<
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse
>({
  handle: (context, { TopicArn, NextToken }) =>
    pageOf(subscriptionsOf(findTopic(context, TopicArn)), NextToken),
});

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export const getSubscriptionAttributes = operation<
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse
>({
  handle(context, { SubscriptionArn }) {
    const { subscription, tables } = findSubscription(context, SubscriptionArn);
    return { Attributes: describeSubscription(subscription, tables.topics.get(subscription.topicArn)) };
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export const setSubscriptionAttributes = operation<SetSubscriptionAttributesInput, Record<string, never>>({
  handle(context, { SubscriptionArn, AttributeName: name = '', AttributeValue: value = '' }) {
    const { subscription, tables } = findSubscription(context, SubscriptionArn);
    const { attributes: before, protocol } = subscription;
    const attributes = changedSubscriptionAttributes(before, { [name]: value }, protocol);
    tables.subscriptions.put(subscription.arn, { ...subscription, attributes });
    return {};
  },
});

function pageOf(rows: readonly SubscriptionRow[], token: string | undefined): ListSubscriptionsResponse {
  const page = paginate(
    rows,
    ({ arn }) => arn,
    { token, limit: pageSize },
    () => invalidParameter('NextToken'),
  );
  return { Subscriptions: page.items.map(wireSubscription), NextToken: page.nextToken };
}

function wireSubscription({
  arn,
  topicArn,
  protocol,
  endpoint,
  owner,
  confirmedAtMs,
}: SubscriptionRow): Subscription {
  return {
    SubscriptionArn: confirmedAtMs === undefined ? 'PendingConfirmation' : arn,
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    Owner: owner,
  };
}
