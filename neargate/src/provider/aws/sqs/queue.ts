import { type Diagnostic, errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { argumentsOf, type AttributeNames, changedAttributes, newAttributes } from '../attribute-texts.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges } from '../tags.ts';
import { queueSchema } from './queue-schema.ts';

const fifoSuffix = '.fifo';
/** SQS says it only where a key of KMS is set. */
const keyReuseSeconds = 300;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const attributeNames: AttributeNames = {
  content_based_deduplication: 'ContentBasedDeduplication',
  deduplication_scope: 'DeduplicationScope',
  delay_seconds: 'DelaySeconds',
  fifo_throughput_limit: 'FifoThroughputLimit',
  kms_data_key_reuse_period_seconds: 'KmsDataKeyReusePeriodSeconds',
  kms_master_key_id: 'KmsMasterKeyId',
  max_message_size: 'MaximumMessageSize',
  message_retention_seconds: 'MessageRetentionPeriod',
  policy: 'Policy',
  receive_wait_time_seconds: 'ReceiveMessageWaitTimeSeconds',
  redrive_allow_policy: 'RedriveAllowPolicy',
  redrive_policy: 'RedrivePolicy',
  sqs_managed_sse_enabled: 'SqsManagedSseEnabled',
  visibility_timeout_seconds: 'VisibilityTimeout',
};

export const queue: ResourceType<AwsClient> = {
  schema: queueSchema,
  behaviour: 'real',
  plan(config, prior) {
    const isKeyChanged = prior !== undefined && hasChanged(config, prior, 'kms_master_key_id');
    return {
      diagnostics: problems(config),
      recompute: isKeyChanged ? ['sqs_managed_sse_enabled', 'kms_data_key_reuse_period_seconds'] : [],
    };
  },
  async create(config, environment) {
    const { client } = environment;
    const isFifo = boolOf(config, 'fifo_queue') === true;
    const QueueName =
      textOf(config, 'name') ?? generatedName(config, { ids: client.ids }) + (isFifo ? fifoSuffix : '');
    const { QueueUrl = '' } = await client.call('sqs', 'CreateQueue', {
      QueueName,
      Attributes: {
        ...newAttributes(config, queueSchema, attributeNames),
        ...(isFifo ? { FifoQueue: 'true' } : {}),
      },
      tags: allTags(config),
    });
    environment.created?.({ id: QueueUrl, url: QueueUrl, name: QueueName });
    return existing(await stateOf(QueueUrl, config, client));
  },
  async read(state, { client }) {
    const QueueUrl = requiredText(state, 'id');
    const found = await stateOf(QueueUrl, state, client);
    if (found === undefined) return undefined;
    const { Tags = {} } = await client.call('sqs', 'ListQueueTags', { QueueUrl });
    return { ...found, tags_all: Tags };
  },
  async update(config, prior, { client }) {
    const QueueUrl = requiredText(prior, 'id');
    const Attributes = changedAttributes(config, prior, queueSchema, attributeNames);
    if (Object.keys(Attributes).length > 0)
      await client.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('sqs', 'UntagQueue', { QueueUrl, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('sqs', 'TagQueue', { QueueUrl, Tags: set });
    return existing(await stateOf(QueueUrl, config, client));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('sqs', 'DeleteQueue', { QueueUrl: requiredText(state, 'id') }),
      'QueueDoesNotExist',
    );
  },
};

function problems(config: PlainObject): Diagnostic[] {
  const isFifo = boolOf(config, 'fifo_queue') === true;
  const name = textOf(config, 'name');
  const form = isFifo ? /^[\w-]{1,75}\.fifo$/ : /^[\w-]{1,80}$/;
  const found: Diagnostic[] = [];
  if (name !== undefined && !form.test(name)) found.push(errorDiagnostic(`invalid queue name: ${name}`, ''));
  if (!isFifo && boolOf(config, 'content_based_deduplication') === true)
    found.push(errorDiagnostic('content-based deduplication can only be set for FIFO queue', ''));
  return found;
}

async function stateOf(
  QueueUrl: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }),
    'QueueDoesNotExist',
  );
  const attributes = output?.Attributes;
  if (attributes === undefined) return undefined;
  const name = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
  const shown = argumentsOf(attributes, known, queueSchema, attributeNames);
  return {
    ...shown,
    id: QueueUrl,
    arn: attributes.QueueArn ?? null,
    fifo_queue: attributes.FifoQueue === 'true',
    kms_data_key_reuse_period_seconds: shown['kms_data_key_reuse_period_seconds'] ?? keyReuseSeconds,
    name,
    name_prefix: prefixOfName(name.replace(/\.fifo$/, '')),
    url: QueueUrl,
  };
}
