import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';

/** An attribute of a queue that is a resource type of its own: a JSON text. */
export interface QueueSetting {
  readonly schema: Schema;
  /** Its argument beside `queue_url`. */
  readonly argument: string;
  readonly attribute: QueueAttributeName;
  /** `real` when absent. */
  readonly behaviour?: ResourceType<AwsClient>['behaviour'];
  readonly isSame: (prior: string, configured: string) => boolean;
}

export function queueSettingType({
  schema,
  argument,
  attribute,
  behaviour = 'real',
  isSame,
}: QueueSetting): ResourceType<AwsClient> {
  const set = (QueueUrl: string, text: string, client: AwsClient) =>
    client.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { [attribute]: text } });
  const read = async (
    QueueUrl: string,
    known: PlainObject,
    client: AwsClient,
  ): Promise<PlainObject | undefined> => {
    const output = await orAbsent(
      client.call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }),
      'QueueDoesNotExist',
    );
    const found = output?.Attributes?.[attribute];
    if (found === undefined) return undefined;
    const written = requiredText(known, argument);
    return { id: QueueUrl, queue_url: QueueUrl, [argument]: isSame(written, found) ? written : found };
  };
  const put = async (config: PlainObject, client: AwsClient): Promise<PlainObject> => {
    const QueueUrl = requiredText(config, 'queue_url');
    await set(QueueUrl, requiredText(config, argument), client);
    return existing(await read(QueueUrl, config, client));
  };
  return {
    schema,
    behaviour,
    create: (config, { client }) => put(config, client),
    read: (state, { client }) => read(requiredText(state, 'id'), state, client),
    update: (config, _prior, { client }) => put(config, client),
    async delete(state, { client }) {
      await orAbsent(set(requiredText(state, 'id'), '', client), 'QueueDoesNotExist');
    },
  };
}
