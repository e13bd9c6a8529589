import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface TopicRow {
  readonly arn: string;
  readonly name: string;
  /** An account id. */
  readonly owner: string;
  readonly isFifo: boolean;
  /** What SetTopicAttributes may set, as it was set. Of a new topic, the policy. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Stored, not enforced. */
  readonly dataProtectionPolicy?: string | undefined;
  /** How many of its confirmed subscriptions were ended. */
  readonly endedSubscriptions: number;
  /** Counts the messages of a FIFO topic. */
  readonly lastSequence: number;
}

export interface SubscriptionRow {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** An account id. */
  readonly owner: string;
  /** An account id or the ARN of a principal: who called Subscribe. */
  readonly principalArn: string;
  /** What SetSubscriptionAttributes may set, as it was set. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What an endpoint confirms with. */
  readonly token: string;
  /** When the endpoint confirmed; absent while it has not. */
  readonly confirmedAtMs?: number | undefined;
  /** Whether only its owner may unsubscribe. */
  readonly wasAuthenticated: boolean;
  readonly subscribedAtMs: number;
}

export interface StoredAttribute {
  readonly dataType: string;
  readonly text?: string | undefined;
  /** Base64. */
  readonly bytes?: string | undefined;
}

/** A message as it was published. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly subject?: string | undefined;
  /** By protocol where the message had a structure, else only `default`. */
  readonly bodies: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
  readonly publishedAtMs: number;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly sequenceNumber?: string | undefined;
}

/** One message on its way to one subscription. What is sent is fixed when it is published; `observed` is the controller's. */
export interface NotificationRow {
  readonly kind: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly topicArn: string;
  readonly subscriptionArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly message: PublishedMessage;
  /** Of a confirmation. */
  readonly token?: string | undefined;
  readonly observed: {
    /**
     * PENDING until it ends. FAILED: given up. DROPPED: the subscription was taken away first. NOT_SENT: Neargate does not
     * speak the protocol.
     */
    readonly status: 'PENDING' | 'DELIVERED' | 'FAILED' | 'DROPPED' | 'NOT_SENT';
    readonly attempts: number;
    /** Absent: at once. */
    readonly nextAttemptAtMs?: number | undefined;
    /** Of the latest attempt that failed. */
    readonly errorMessage?: string | undefined;
    /** The queue that took what could not be delivered. */
    readonly deadLetterArn?: string | undefined;
    readonly endedAtMs?: number | undefined;
  };
}

/** A message of a FIFO topic that is not to be taken in twice. */
export interface DeduplicationRow {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly untilMs: number;
}

/** A subscription that was ended and that its endpoint can restore. */
export interface EndedSubscriptionRow {
  readonly subscription: SubscriptionRow;
  readonly untilMs: number;
}

/** A service of device makers that messages would be pushed by. Nothing is pushed. */
export interface PlatformApplicationRow {
  readonly arn: string;
  readonly platform: string;
  readonly name: string;
  /** As they were set, credentials among them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A device's registration with a platform application. */
export interface PlatformEndpointRow {
  readonly arn: string;
  readonly applicationArn: string;
  readonly token: string;
  /** `Enabled` and, where it was given, `CustomUserData`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SnsTables {
  /** Keyed by ARN. */
  readonly topics: Table<TopicRow>;
  /** Keyed by ARN. */
  readonly subscriptions: Table<SubscriptionRow>;
  /** Keyed by the token that restores them. */
  readonly endedSubscriptions: Table<EndedSubscriptionRow>;
  /** Keyed by ARN. */
  readonly platformApplications: Table<PlatformApplicationRow>;
  /** Keyed by ARN. */
  readonly platformEndpoints: Table<PlatformEndpointRow>;
  /** Keyed by `MESSAGE SUBSCRIPTION`, oldest first; the newest thousand are kept, and all that have not ended. */
  readonly notifications: Table<NotificationRow>;
  /** Keyed by `TOPIC ID`. */
  readonly deduplications: Table<DeduplicationRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const snsTableNames = {
  topics: 'sns.topics',
  subscriptions: 'sns.subscriptions',
  endedSubscriptions: 'sns.ended-subscriptions',
  platformApplications: 'sns.platform-applications',
  platformEndpoints: 'sns.platform-endpoints',
  notifications: 'sns.notifications',
  deduplications: 'sns.deduplications',
} as const satisfies Record<keyof SnsTables, string>;

export function snsTables(store: Store, scope: string): SnsTables {
  return {
    topics: store.table(snsTableNames.topics, scope),
    subscriptions: store.table(snsTableNames.subscriptions, scope),
    endedSubscriptions: store.table(snsTableNames.endedSubscriptions, scope),
    platformApplications: store.table(snsTableNames.platformApplications, scope),
    platformEndpoints: store.table(snsTableNames.platformEndpoints, scope),
    notifications: store.table(snsTableNames.notifications, scope),
    deduplications: store.table(snsTableNames.deduplications, scope),
  };
}

export function snsTablesOf(context: OperationContext): SnsTables {
  return snsTables(context.store, regionalScope(context.caller));
}
