import type { CreateEventBusRequest, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { eventBusSchema } from './event-bus-schema.ts';

const naming: ApiNaming = { style: 'pascal', names: { event_source_name: null, tags: null, tags_all: null } };

export const eventBus: ResourceType<AwsClient> = {
  schema: eventBusSchema,
  behaviour: 'real',
  async create(config, { client }) {
    await client.call('events', 'CreateEventBus', {
      ...toApi<CreateEventBusRequest>(config, eventBusSchema, naming),
      ...(typeof config['event_source_name'] === 'string'
        ? { EventSourceName: config['event_source_name'] }
        : {}),
      Tags: tagList(allTags(config)),
    });
    return stateOf(config, existing(await find(client, requiredText(config, 'name'))));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    const { Tags } = await client.call('events', 'ListTagsForResource', { ResourceARN: found.Arn });
    return { ...stateOf(state, found), tags_all: tagMap(Tags) };
  },
  async update(config, prior, { client }) {
    const Name = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'description', 'kms_key_identifier', 'dead_letter_config', 'log_config')) {
      const { Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = toApi<CreateEventBusRequest>(
        config,
        eventBusSchema,
        naming,
      );
      await client.call('events', 'UpdateEventBus', {
        Name,
        Description: Description ?? '',
        KmsKeyIdentifier: KmsKeyIdentifier ?? '',
        DeadLetterConfig: DeadLetterConfig ?? {},
        LogConfig,
      });
    }
    const ResourceARN = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('events', 'UntagResource', { ResourceARN, TagKeys: removed });
    if (Object.keys(set).length > 0) {
      await client.call('events', 'TagResource', { ResourceARN, Tags: tagList(set) });
    }
    return stateOf(config, existing(await find(client, Name)));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('events', 'DeleteEventBus', { Name: requiredText(state, 'id') }),
      'ResourceNotFoundException',
    );
  },
};

async function find(client: AwsClient, Name: string): Promise<DescribeEventBusResponse | undefined> {
  return await orAbsent(client.call('events', 'DescribeEventBus', { Name }), 'ResourceNotFoundException');
}

function stateOf(known: PlainObject, found: DescribeEventBusResponse): PlainObject {
  const shown = fromApi(found, eventBusSchema, naming);
  const deadLetterArn = found.DeadLetterConfig?.Arn;
  return {
    ...shown,
    id: found.Name ?? null,
    dead_letter_config: deadLetterArn === undefined ? [] : [{ arn: deadLetterArn }],
    event_source_name: known['event_source_name'] ?? null,
  };
}
