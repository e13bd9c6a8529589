import type { LifecycleRule, TransitionDefaultMinimumObjectSize } from '@aws-sdk/client-s3';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { BlockSchema, Plain, PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, textOf } from '../../arguments.ts';
import { type ApiMember, type ApiNaming, fromApi, timeText, toApi } from '../api-shape.ts';
import { bucketLifecycleConfigurationSchema as schema } from './bucket-lifecycle-configuration-schema.ts';
import { bucketSettingType } from './setting.ts';

const ruleBlock: Pick<BlockSchema, 'attributes' | 'blocks'> = schema.blocks?.['rule'] ?? { attributes: {} };

const time: ApiMember = {
  member: 'Date',
  write: (text) => new Date(text as string),
  read: (date) => timeText(date as Date),
};

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    id: 'ID',
    'expiration.date': time,
    'filter.and.tags': {
      member: 'Tags',
      write: (tags) =>
        Object.entries((tags ?? {}) as Readonly<Record<string, Plain>>).map(([Key, Value]) => ({
          Key,
          Value,
        })),
      read: (tags) =>
        Object.fromEntries(
          (tags as readonly { readonly Key?: string; readonly Value?: string }[]).map(
            ({ Key = '', Value = '' }) => [Key, Value],
          ),
        ),
    },
    noncurrent_version_transition: 'NoncurrentVersionTransitions',
    transition: 'Transitions',
    'transition.date': time,
  },
};

export const bucketLifecycleConfiguration = bucketSettingType({
  schema,
  absent: ['NoSuchBucket', 'NoSuchLifecycleConfiguration'],
  plan(config) {
    const both = blocksOf(config, 'rule').find(
      (rule) => textOf(rule, 'prefix') !== undefined && blockOf(rule, 'filter') !== undefined,
    );
    if (both === undefined) return {};
    const finding = `rule ${textOf(both, 'id') ?? ''}: only one of "filter" and "prefix" can be specified`;
    return { diagnostics: [errorDiagnostic('Invalid Attribute Combination', finding)] };
  },
  async put(bucket, config, client) {
    const minimumSize = textOf(config, 'transition_default_minimum_object_size');
    await client.call('s3', 'PutBucketLifecycleConfiguration', {
      ...bucket,
      LifecycleConfiguration: { Rules: blocksOf(config, 'rule').map(ruleOf) },
      ...(minimumSize === undefined
        ? {}
        : { TransitionDefaultMinimumObjectSize: minimumSize as TransitionDefaultMinimumObjectSize }),
    });
  },
  async get(bucket, known, client) {
    const found = await client.call('s3', 'GetBucketLifecycleConfiguration', bucket);
    const written = new Map(blocksOf(known, 'rule').map((rule) => [textOf(rule, 'id'), rule]));
    return {
      rule: (found.Rules ?? []).map((rule) => ruleState(written.get(rule.ID), rule)),
      transition_default_minimum_object_size: found.TransitionDefaultMinimumObjectSize ?? null,
    };
  },
  async remove(bucket, _state, client) {
    await client.call('s3', 'DeleteBucketLifecycle', bucket);
  },
});

/** A rule for all objects says so with an empty filter; AWS wants a filter or a prefix. */
function ruleOf(block: PlainObject): LifecycleRule {
  const rule = toApi<LifecycleRule>(block, ruleBlock, naming);
  return rule.Filter === undefined && rule.Prefix === undefined ? { ...rule, Filter: {} } : rule;
}

function ruleState(written: PlainObject | undefined, rule: LifecycleRule): PlainObject {
  const state = fromApi(rule, ruleBlock, naming);
  const isForAll = Object.values(rule.Filter ?? {}).every((value) => value === undefined || value === '');
  const isImplied = written !== undefined && blockOf(written, 'filter') === undefined && isForAll;
  return isImplied ? { ...state, filter: [] } : state;
}
