import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  GetDataProtectionPolicyInput,
  GetDataProtectionPolicyResponse,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListTopicsInput,
  ListTopicsResponse,
  PutDataProtectionPolicyInput,
  SetTopicAttributesInput,
} from '@aws-sdk/client-sns';
import { formatArn, parseArn } from '../../../core/arn.ts';
import { isObject, parseJson } from '../../events/json.ts';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { defaultTopicPolicy } from '../default-policy.ts';
import { invalidParameter } from '../errors.ts';
import { findTopic, subscriptionsOf } from '../find-topic.ts';
import { snsTables, snsTablesOf, type TopicRow } from '../store.ts';
import { changedTags, tagRecord } from '../tags.ts';
import { changedTopicAttributes, describeTopic } from '../topic-attributes.ts';

const pageSize = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export const createTopic = operation<CreateTopicInput, CreateTopicResponse>({
  handle(context, { Name: name = '', Attributes = {}, Tags = [], DataProtectionPolicy }) {
    const { FifoTopic, ...given } = Attributes;
    const isFifo = FifoTopic === 'true';
    checkName(name, isFifo);
    const { partition, accountId, region } = context.caller;
    const arn = formatArn({ partition, service: 'sns', region, accountId, resource: name });
    const { topics } = snsTablesOf(context);
    const known = topics.get(arn);
    const tags = changedTags({}, tagRecord(Tags));
    if (known !== undefined) {
      checkSame(known, given, tags);
      return { TopicArn: arn };
    }
    const created: TopicRow = {
      arn,
      name,
      owner: accountId,
      isFifo,
      attributes: { Policy: defaultTopicPolicy(arn, accountId) },
      tags,
      endedSubscriptions: 0,
      lastSequence: 0,
    };
    const topic = changedTopicAttributes(created, given);
    topics.put(
      arn,
      DataProtectionPolicy === undefined ? topic : withDataProtection(topic, DataProtectionPolicy),
    );
    return { TopicArn: arn };
  },
});

function checkName(name: string, isFifo: boolean): void {
  const base = isFifo ? name.replace(/\.fifo$/, '') : name;
  if (isFifo && !name.endsWith('.fifo'))
    throw invalidParameter(
      'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
    );
  if (!/^[\w-]{1,256}$/.test(base) || name.length > 256) throw invalidParameter('Topic Name');
}

function checkSame(
  known: TopicRow,
  given: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): void {
  const described = describeTopic(known, []);
  if (Object.entries(given).some(([name, value]) => described[name] !== value))
    throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  if (Object.entries(tags).some(([key, value]) => known.tags[key] !== value))
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
}

/** Deletes its subscriptions too; messages on their way go with them. https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html */
export const deleteTopic = operation<DeleteTopicInput, Record<string, never>>({
  handle(context, { TopicArn = '' }) {
    const arn = parseArn(TopicArn);
    if (arn?.service !== 'sns') throw invalidParameter('TopicArn');
    const { topics, subscriptions, endedSubscriptions, deduplications } = snsTables(
      context.store,
      `${arn.accountId}/${arn.region}`,
    );
    topics.delete(TopicArn);
    for (const row of subscriptions.values()) if (row.topicArn === TopicArn) subscriptions.delete(row.arn);
    for (const [token, { subscription }] of endedSubscriptions.entries())
      if (subscription.topicArn === TopicArn) endedSubscriptions.delete(token);
    for (const key of deduplications.keys()) if (key.startsWith(`${TopicArn} `)) deduplications.delete(key);
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export const listTopics = operation<ListTopicsInput, ListTopicsResponse>({
  handle(context, { NextToken }) {
    const page = paginateByKey(
      snsTablesOf(context).topics.keys(),
      (arn) => arn,
      { token: NextToken, limit: pageSize },
      () => invalidParameter('NextToken'),
    );
    return { Topics: page.items.map((TopicArn) => ({ TopicArn })), NextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes = operation<GetTopicAttributesInput, GetTopicAttributesResponse>({
  handle(context, { TopicArn }) {
    const found = findTopic(context, TopicArn);
    return { Attributes: describeTopic(found.topic, subscriptionsOf(found)) };
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export const setTopicAttributes = operation<SetTopicAttributesInput, Record<string, never>>({
  handle(context, { TopicArn, AttributeName: name = '', AttributeValue: value = '' }) {
    const { topic, tables } = findTopic(context, TopicArn);
    tables.topics.put(topic.arn, changedTopicAttributes(topic, { [name]: value }));
    return {};
  },
});

/** Stored, not enforced. https://docs.aws.amazon.com/sns/latest/api/API_PutDataProtectionPolicy.html */
export const putDataProtectionPolicy = operation<PutDataProtectionPolicyInput, Record<string, never>>({
  handle(context, { ResourceArn, DataProtectionPolicy = '' }) {
    const { topic, tables } = findTopic(context, ResourceArn, 'ResourceArn');
    tables.topics.put(topic.arn, withDataProtection(topic, DataProtectionPolicy));
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_GetDataProtectionPolicy.html */
export const getDataProtectionPolicy = operation<
  GetDataProtectionPolicyInput,
  GetDataProtectionPolicyResponse
>({
  handle: (context, { ResourceArn }) => ({
    DataProtectionPolicy: findTopic(context, ResourceArn, 'ResourceArn').topic.dataProtectionPolicy ?? '',
  }),
});

function withDataProtection(topic: TopicRow, text: string): TopicRow {
  if (topic.isFifo) throw invalidParameter('DataProtectionPolicy Reason: Not supported for FIFO topics');
  if (text !== '' && !isObject(parseJson(text)))
    throw invalidParameter('DataProtectionPolicy Reason: failed to parse JSON.');
  return { ...topic, dataProtectionPolicy: text === '' ? undefined : text };
}
