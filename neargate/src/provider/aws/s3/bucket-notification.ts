import type { Event, FilterRule } from '@aws-sdk/client-s3';
import { warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { bucketNotificationSchema } from './bucket-notification-schema.ts';
import { bucketSettingType } from './setting.ts';

interface Notification {
  readonly Id?: string | undefined;
  readonly Events?: Event[] | undefined;
  readonly Filter?: { Key?: { FilterRules?: FilterRule[] | undefined } | undefined } | undefined;
}

/** The resource goes to the whole configuration of a bucket. Functions are only kept. */
export const bucketNotification = {
  ...bucketSettingType({
    schema: bucketNotificationSchema,
    absent: ['NoSuchBucket'],
    plan(config) {
      if (blocksOf(config, 'lambda_function').length === 0) return {};
      const finding = warningDiagnostic(
        'Notifications of functions are stored only',
        'No Lambda function is called here. Events go to queues, topics and, with eventbridge = true, to EventBridge.',
      );
      return { diagnostics: [finding] };
    },
    async put(bucket, config, client) {
      await client.call('s3', 'PutBucketNotificationConfiguration', {
        ...bucket,
        NotificationConfiguration: {
          ...(boolOf(config, 'eventbridge') === true ? { EventBridgeConfiguration: {} } : {}),
          LambdaFunctionConfigurations: blocksOf(config, 'lambda_function').map((block) => ({
            ...notificationOf(block),
            LambdaFunctionArn: textOf(block, 'lambda_function_arn'),
          })),
          QueueConfigurations: blocksOf(config, 'queue').map((block) => ({
            ...notificationOf(block),
            QueueArn: requiredText(block, 'queue_arn'),
          })),
          TopicConfigurations: blocksOf(config, 'topic').map((block) => ({
            ...notificationOf(block),
            TopicArn: requiredText(block, 'topic_arn'),
          })),
        },
      });
    },
    async get(bucket, _known, client) {
      const found = await client.call('s3', 'GetBucketNotificationConfiguration', bucket);
      return {
        eventbridge: found.EventBridgeConfiguration !== undefined,
        lambda_function: (found.LambdaFunctionConfigurations ?? []).map((one) => ({
          ...blockOf(one),
          lambda_function_arn: one.LambdaFunctionArn ?? null,
        })),
        queue: (found.QueueConfigurations ?? []).map((one) => ({
          ...blockOf(one),
          queue_arn: one.QueueArn ?? null,
        })),
        topic: (found.TopicConfigurations ?? []).map((one) => ({
          ...blockOf(one),
          topic_arn: one.TopicArn ?? null,
        })),
      };
    },
    async remove(bucket, _state, client) {
      await client.call('s3', 'PutBucketNotificationConfiguration', {
        ...bucket,
        NotificationConfiguration: {},
      });
    },
  }),
  behaviour: 'real' as const,
};

function notificationOf(block: PlainObject): Notification & { Events: Event[] } {
  const rules = (['prefix', 'suffix'] as const).flatMap((Name): FilterRule[] => {
    const Value = textOf(block, `filter_${Name}`);
    return Value === undefined ? [] : [{ Name, Value }];
  });
  return {
    Id: textOf(block, 'id'),
    Events: textsOf(block, 'events') as Event[],
    ...(rules.length === 0 ? {} : { Filter: { Key: { FilterRules: rules } } }),
  };
}

function blockOf({ Id, Events, Filter }: Notification): PlainObject {
  const rule = (wanted: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === wanted)?.Value ?? '';
  return {
    id: Id ?? null,
    events: [...(Events ?? [])],
    filter_prefix: rule('prefix'),
    filter_suffix: rule('suffix'),
  };
}
