import type { NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';

/** Who is told of which events, whatever kind of receiver it is. */
export interface NotificationRule {
  readonly kind: 'function' | 'queue' | 'topic';
  readonly id: string;
  readonly receiverArn: string;
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export function notificationRules(given: NotificationConfiguration | undefined): readonly NotificationRule[] {
  const {
    TopicConfigurations = [],
    QueueConfigurations = [],
    LambdaFunctionConfigurations = [],
  } = given ?? {};
  return [
    ...TopicConfigurations.map((one) => rule('topic', one, one.TopicArn)),
    ...QueueConfigurations.map((one) => rule('queue', one, one.QueueArn)),
    ...LambdaFunctionConfigurations.map((one) => rule('function', one, one.LambdaFunctionArn)),
  ];
}

function rule(
  kind: NotificationRule['kind'],
  one: {
    readonly Id?: string | undefined;
    readonly Events?: readonly string[] | undefined;
    readonly Filter?: NotificationConfigurationFilter | undefined;
  },
  receiverArn = '',
): NotificationRule {
  const valueOf = (wanted: string) =>
    one.Filter?.Key?.FilterRules?.find(({ Name = '' }) => Name.toLowerCase() === wanted)?.Value ?? '';
  return {
    kind,
    id: one.Id ?? '',
    receiverArn,
    events: one.Events ?? [],
    prefix: valueOf('prefix'),
    suffix: valueOf('suffix'),
  };
}

/** Whether a rule wants to hear of an event, such as `ObjectCreated:Put`, of a key. */
export function wants({ events, prefix, suffix }: NotificationRule, eventName: string, key: string): boolean {
  return (
    key.startsWith(prefix) && key.endsWith(suffix) && events.some((one) => covers(one, `s3:${eventName}`))
  );
}

/**
 * Whether two rules could both want one event: a key that both filters let through, and an event that both name. S3 refuses
 * that. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function overlap(one: NotificationRule, other: NotificationRule): boolean {
  const isPrefix = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const isSuffix = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  return (
    isPrefix &&
    isSuffix &&
    one.events.some((mine) => other.events.some((theirs) => covers(mine, theirs) || covers(theirs, mine)))
  );
}

function covers(pattern: string, event: string): boolean {
  return pattern === event || (pattern.endsWith(':*') && event.startsWith(pattern.slice(0, -1)));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
export const notificationEvents: ReadonlySet<string> = new Set([
  's3:IntelligentTiering',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
  's3:LifecycleTransition',
  's3:ObjectAcl:Put',
  's3:ObjectCreated:*',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Put',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:ObjectRestore:*',
  's3:ObjectRestore:Completed',
  's3:ObjectRestore:Delete',
  's3:ObjectRestore:Post',
  's3:ObjectTagging:*',
  's3:ObjectTagging:Delete',
  's3:ObjectTagging:Put',
  's3:ReducedRedundancyLostObject',
  's3:Replication:*',
  's3:Replication:OperationFailedReplication',
  's3:Replication:OperationMissedThreshold',
  's3:Replication:OperationNotTracked',
  's3:Replication:OperationReplicatedAfterThreshold',
]);
