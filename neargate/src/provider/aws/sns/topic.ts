import { type Diagnostic, errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { argumentsOf, type AttributeNames, changedAttributes, newAttributes } from '../attribute-texts.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { topicSchema } from './topic-schema.ts';

const fifoSuffix = '.fifo';

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const attributeNames: AttributeNames = {
  application_failure_feedback_role_arn: 'ApplicationFailureFeedbackRoleArn',
  application_success_feedback_role_arn: 'ApplicationSuccessFeedbackRoleArn',
  application_success_feedback_sample_rate: 'ApplicationSuccessFeedbackSampleRate',
  archive_policy: 'ArchivePolicy',
  content_based_deduplication: 'ContentBasedDeduplication',
  delivery_policy: 'DeliveryPolicy',
  display_name: 'DisplayName',
  fifo_throughput_scope: 'FifoThroughputScope',
  firehose_failure_feedback_role_arn: 'FirehoseFailureFeedbackRoleArn',
  firehose_success_feedback_role_arn: 'FirehoseSuccessFeedbackRoleArn',
  firehose_success_feedback_sample_rate: 'FirehoseSuccessFeedbackSampleRate',
  http_failure_feedback_role_arn: 'HTTPFailureFeedbackRoleArn',
  http_success_feedback_role_arn: 'HTTPSuccessFeedbackRoleArn',
  http_success_feedback_sample_rate: 'HTTPSuccessFeedbackSampleRate',
  kms_master_key_id: 'KmsMasterKeyId',
  lambda_failure_feedback_role_arn: 'LambdaFailureFeedbackRoleArn',
  lambda_success_feedback_role_arn: 'LambdaSuccessFeedbackRoleArn',
  lambda_success_feedback_sample_rate: 'LambdaSuccessFeedbackSampleRate',
  policy: 'Policy',
  signature_version: 'SignatureVersion',
  sqs_failure_feedback_role_arn: 'SQSFailureFeedbackRoleArn',
  sqs_success_feedback_role_arn: 'SQSSuccessFeedbackRoleArn',
  sqs_success_feedback_sample_rate: 'SQSSuccessFeedbackSampleRate',
  tracing_config: 'TracingConfig',
};

export const topic: ResourceType<AwsClient> = {
  schema: topicSchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: problems(config) }),
  async create(config, environment) {
    const { client } = environment;
    const isFifo = boolOf(config, 'fifo_topic') === true;
    const Name =
      textOf(config, 'name') ?? generatedName(config, { ids: client.ids }) + (isFifo ? fifoSuffix : '');
    const { TopicArn = '' } = await client.call('sns', 'CreateTopic', {
      Name,
      Attributes: isFifo ? { FifoTopic: 'true' } : {},
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: TopicArn, arn: TopicArn, name: Name });
    await setAttributes(client, TopicArn, newAttributes(config, topicSchema, attributeNames));
    return existing(await stateOf(TopicArn, config, client));
  },
  async read(state, { client }) {
    const arn = requiredText(state, 'id');
    const found = await stateOf(arn, state, client);
    if (found === undefined) return undefined;
    const { Tags } = await client.call('sns', 'ListTagsForResource', { ResourceArn: arn });
    return { ...found, tags_all: tagMap(Tags) };
  },
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'id');
    await setAttributes(client, arn, changedAttributes(config, prior, topicSchema, attributeNames));
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('sns', 'UntagResource', { ResourceArn: arn, TagKeys: removed });
    if (Object.keys(set).length > 0)
      await client.call('sns', 'TagResource', { ResourceArn: arn, Tags: tagList(set) });
    return existing(await stateOf(arn, config, client));
  },
  async delete(state, { client }) {
    await orAbsent(client.call('sns', 'DeleteTopic', { TopicArn: requiredText(state, 'id') }), 'NotFound');
  },
};

function problems(config: PlainObject): Diagnostic[] {
  const isFifo = boolOf(config, 'fifo_topic') === true;
  const name = textOf(config, 'name');
  const form = isFifo ? /^[\w-]{1,251}\.fifo$/ : /^[\w-]{1,256}$/;
  const found: Diagnostic[] = [];
  if (name !== undefined && !form.test(name)) found.push(errorDiagnostic(`invalid topic name: ${name}`, ''));
  if (!isFifo && textOf(config, 'archive_policy') !== undefined)
    found.push(errorDiagnostic('message archive policy can only be set for FIFO topics', ''));
  if (!isFifo && boolOf(config, 'content_based_deduplication') === true)
    found.push(errorDiagnostic('content-based deduplication can only be set for FIFO topics', ''));
  return found;
}

async function setAttributes(
  client: AwsClient,
  TopicArn: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [AttributeName, AttributeValue] of Object.entries(attributes))
    await client.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
}

async function stateOf(
  TopicArn: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const output = await orAbsent(client.call('sns', 'GetTopicAttributes', { TopicArn }), 'NotFound');
  const attributes = output?.Attributes;
  if (attributes === undefined) return undefined;
  const name = TopicArn.slice(TopicArn.lastIndexOf(':') + 1);
  const shown = argumentsOf(attributes, known, topicSchema, attributeNames);
  return {
    ...shown,
    id: TopicArn,
    arn: TopicArn,
    beginning_archive_time: attributes['BeginningArchiveTime'] ?? '',
    fifo_topic: attributes['FifoTopic'] === 'true',
    name,
    name_prefix: prefixOfName(name.replace(/\.fifo$/, '')),
    owner: attributes['Owner'] ?? null,
    signature_version: shown['signature_version'] ?? 0,
  };
}
