import type { Dimension, MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { OperationEnvironment, Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiMember, type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { metricAlarmSchema } from './metric-alarm-schema.ts';

const dimensions: ApiMember = {
  member: 'Dimensions',
  write: (map) =>
    Object.entries((map ?? {}) as Readonly<Record<string, Plain>>).map(([Name, Value]) => ({ Name, Value })),
  read: (list) =>
    Object.fromEntries((list as readonly Dimension[]).map(({ Name = '', Value = '' }) => [Name, Value])),
};

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    arn: 'AlarmArn',
    dimensions,
    evaluate_low_sample_count_percentiles: 'EvaluateLowSampleCountPercentile',
    'evaluation_criteria.promql_criteria': 'PromQLCriteria',
    metric_query: 'Metrics',
    'metric_query.metric': 'MetricStat',
    'metric_query.metric.dimensions': null,
    'metric_query.metric.metric_name': null,
    'metric_query.metric.namespace': null,
    ok_actions: 'OKActions',
    tags: null,
    tags_all: null,
  },
};

const metricNaming: ApiNaming = { style: 'pascal', names: { dimensions } };

/** The arguments of `metric_query.metric` that are one level deeper in the API, in `MetricStat.Metric`. */
const metricBlock = {
  attributes: {
    dimensions: { type: 'map(string)', optional: true },
    metric_name: { type: 'string', required: true },
    namespace: { type: 'string', optional: true },
  },
} as const;

export const metricAlarm: ResourceType<AwsClient> = {
  schema: metricAlarmSchema,
  behaviour: 'real',
  async create(config, environment) {
    await put(config, environment, allTags(config));
    return stateOf(existing(await find(requiredText(config, 'alarm_name'), environment.client)));
  },
  async read(state, { client }) {
    const found = await find(requiredText(state, 'id'), client);
    if (found === undefined) return undefined;
    const { Tags } = await client.call('cloudwatch', 'ListTagsForResource', { ResourceARN: found.AlarmArn });
    return { ...stateOf(found), tags_all: tagMap(Tags) };
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const names = [
      ...Object.keys(metricAlarmSchema.attributes),
      ...Object.keys(metricAlarmSchema.blocks ?? {}),
    ].filter((name) => name !== 'tags' && name !== 'tags_all');
    if (hasChanged(config, prior, ...names)) await put(config, environment);
    const ResourceARN = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) {
      await client.call('cloudwatch', 'UntagResource', { ResourceARN, TagKeys: removed });
    }
    if (Object.keys(set).length > 0) {
      await client.call('cloudwatch', 'TagResource', { ResourceARN, Tags: tagList(set) });
    }
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
  { client }: OperationEnvironment<AwsClient>,
  tags?: Readonly<Record<string, string>>,
): Promise<void> {
  const hasThreshold =
    textOf(config, 'threshold_metric_id') === undefined &&
    blockOf(config, 'evaluation_criteria') === undefined;
  const input = toApi<PutMetricAlarmInput>(config, metricAlarmSchema, naming);
  const queries = blocksOf(config, 'metric_query');
  await client.call('cloudwatch', 'PutMetricAlarm', {
    ...input,
    ...(hasThreshold ? { Threshold: numberOf(config, 'threshold') ?? 0 } : {}),
    ...(input.Metrics === undefined
      ? {}
      : {
          Metrics: input.Metrics.map((query, index) => {
            const metric = blockOf(queries[index] ?? {}, 'metric');
            return metric === undefined
              ? query
              : {
                  ...query,
                  MetricStat: {
                    ...query.MetricStat,
                    Metric: toApi<object>(metric, metricBlock, metricNaming),
                    Period: numberOf(metric, 'period'),
                    Stat: requiredText(metric, 'stat'),
                  },
                };
          }),
        }),
    ...(tags === undefined ? {} : { Tags: tagList(tags) }),
  });
}

async function find(name: string, client: AwsClient): Promise<MetricAlarm | undefined> {
  const { MetricAlarms = [] } = await client.call('cloudwatch', 'DescribeAlarms', {
    AlarmNames: [name],
    AlarmTypes: ['MetricAlarm'],
  });
  return MetricAlarms[0];
}

function stateOf(found: MetricAlarm): PlainObject {
  const shown = fromApi(found, metricAlarmSchema, naming);
  const queries = found.Metrics ?? [];
  return {
    ...shown,
    id: found.AlarmName ?? null,
    metric_query: blocksOf(shown, 'metric_query').map((query, index): Plain => {
      const metric = blockOf(query, 'metric');
      const inner = fromApi(queries[index]?.MetricStat?.Metric, metricBlock, metricNaming);
      return metric === undefined ? query : { ...query, metric: [{ ...metric, ...inner }] };
    }),
  };
}
