import type { CompositeAlarm, PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { blockOf, hasChanged, numberOf, requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';

const actions = { type: 'set(string)', optional: true, pattern: arnPattern } as const;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_composite_alarm */
const schema: Schema = {
  attributes: {
    actions_enabled: { type: 'bool', optional: true, default: true, forceNew: true },
    alarm_actions: actions,
    alarm_description: { type: 'string', optional: true, range: [0, 1024] },
    alarm_name: { type: 'string', required: true, forceNew: true, range: [0, 255] },
    alarm_rule: { type: 'string', required: true, range: [1, 10240] },
    arn: { type: 'string', computed: true },
    insufficient_data_actions: actions,
    ok_actions: actions,
    ...tagAttributes,
  },
  blocks: {
    actions_suppressor: {
      nesting: 'list',
      max: 1,
      attributes: {
        alarm: { type: 'string', required: true, range: [1, 1600] },
        extension_period: { type: 'number', required: true },
        wait_period: { type: 'number', required: true },
      },
    },
  },
};

const naming: ApiNaming = {
  style: 'pascal',
  names: { arn: 'AlarmArn', ok_actions: 'OKActions', actions_suppressor: null, tags: null, tags_all: null },
};

export const compositeAlarm: ResourceType<AwsClient> = {
  schema,
  behaviour: 'real',
  async create(config, { client }) {
    await put(config, client, { Tags: tagList(allTags(config)) });
    return stateOf(existing(await find(requiredText(config, 'alarm_name'), client)));
  },
  async read(state, { client }) {
    const found = await find(requiredText(state, 'id'), client);
    if (found === undefined) return undefined;
    const { Tags } = await client.call('cloudwatch', 'ListTagsForResource', { ResourceARN: found.AlarmArn });
    return { ...stateOf(found), tags_all: tagMap(Tags) };
  },
  async update(config, prior, { client }) {
    const names = [...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})];
    if (hasChanged(config, prior, ...names.filter((name) => name !== 'tags' && name !== 'tags_all')))
      await put(config, client);
    const ResourceARN = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0)
      await client.call('cloudwatch', 'UntagResource', { ResourceARN, TagKeys: removed });
    if (Object.keys(set).length > 0)
      await client.call('cloudwatch', 'TagResource', { ResourceARN, Tags: tagList(set) });
    return stateOf(existing(await find(requiredText(prior, 'id'), client)));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [requiredText(state, 'id')] }),
      'ResourceNotFound',
      'ResourceNotFoundException',
    );
  },
};

async function put(
  config: PlainObject,
  client: AwsClient,
  more: Pick<PutCompositeAlarmInput, 'Tags'> = {},
): Promise<void> {
  const suppressor = blockOf(config, 'actions_suppressor');
  await client.call('cloudwatch', 'PutCompositeAlarm', {
    ...toApi<PutCompositeAlarmInput>(config, schema, naming),
    ...(suppressor === undefined
      ? {}
      : {
          ActionsSuppressor: requiredText(suppressor, 'alarm'),
          ActionsSuppressorExtensionPeriod: numberOf(suppressor, 'extension_period'),
          ActionsSuppressorWaitPeriod: numberOf(suppressor, 'wait_period'),
        }),
    ...more,
  });
}

async function find(name: string, client: AwsClient): Promise<CompositeAlarm | undefined> {
  const { CompositeAlarms = [] } = await client.call('cloudwatch', 'DescribeAlarms', {
    AlarmNames: [name],
    AlarmTypes: ['CompositeAlarm'],
  });
  return CompositeAlarms[0];
}

function stateOf(found: CompositeAlarm): PlainObject {
  const { ActionsSuppressor: alarm } = found;
  return {
    ...fromApi(found, schema, naming),
    id: found.AlarmName ?? null,
    actions_suppressor:
      alarm === undefined
        ? []
        : [
            {
              alarm,
              extension_period: found.ActionsSuppressorExtensionPeriod ?? null,
              wait_period: found.ActionsSuppressorWaitPeriod ?? null,
            },
          ],
  };
}
