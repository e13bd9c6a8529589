import type { AddPermissionInput, RemovePermissionInput } from '@aws-sdk/client-sns';
import { hasPermission, withoutPermission, withPermission } from '../../iam/permission-statements.ts';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { findTopic } from '../find-topic.ts';
import { changedTopicAttributes } from '../topic-attributes.ts';

/** What an owner may share. https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
const sharedActions = [
  'AddPermission',
  'DeleteTopic',
  'GetDataProtectionPolicy',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'ListTagsForResource',
  'Publish',
  'PutDataProtectionPolicy',
  'RemovePermission',
  'SetTopicAttributes',
  'Subscribe',
];

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export const addPermission = operation<AddPermissionInput, Record<string, never>>({
  handle(context, { TopicArn, Label: label = '', AWSAccountId: accountIds = [], ActionName: actions = [] }) {
    const { topic, tables } = findTopic(context, TopicArn);
    if (!/^[\w-]{1,80}$/.test(label)) throw invalidParameter('Label');
    if (accountIds.length === 0 || accountIds.some((accountId) => !/^\d{12}$/.test(accountId)))
      throw invalidParameter('AWSAccountId');
    if (actions.length === 0 || actions.some((action) => !sharedActions.includes(action)))
      throw invalidParameter('Policy statement action out of service scope!');
    const { Policy: policy } = topic.attributes;
    if (hasPermission(policy, label)) throw invalidParameter('Statement already exists');
    const Policy = withPermission(policy, '__default_policy_ID', {
      label,
      accountIds,
      actions: actions.map((action) => `SNS:${action}`),
      resource: topic.arn,
    });
    tables.topics.put(topic.arn, changedTopicAttributes(topic, { Policy }));
    return {};
  },
});

/** A label that is not there is no error. https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html */
export const removePermission = operation<RemovePermissionInput, Record<string, never>>({
  handle(context, { TopicArn, Label: label = '' }) {
    const { topic, tables } = findTopic(context, TopicArn);
    const Policy = withoutPermission(topic.attributes['Policy'], label) ?? '';
    tables.topics.put(topic.arn, changedTopicAttributes(topic, { Policy }));
    return {};
  },
});
