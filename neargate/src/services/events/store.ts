import type { DeadLetterConfig, LogConfig, RuleState, Tag, Target } from '@aws-sdk/client-eventbridge';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import type { EventEnvelope } from './input-transformer.ts';

export interface EventBusRow {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly kmsKeyIdentifier?: string | undefined;
  readonly deadLetterConfig?: DeadLetterConfig | undefined;
  readonly logConfig?: LogConfig | undefined;
  /** Stored, not enforced: JSON text of the resource policy. */
  readonly policy?: string | undefined;
  /** Absent for the default bus, which was always there. */
  readonly createdAtMs?: number | undefined;
  readonly lastModifiedAtMs?: number | undefined;
  readonly tags: readonly Tag[];
}

export interface RuleRow {
  readonly arn: string;
  readonly name: string;
  readonly eventBusName: string;
  /** JSON text. */
  readonly eventPattern?: string | undefined;
  readonly scheduleExpression?: string | undefined;
  readonly state: RuleState;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  /** The AWS service that made the rule for itself. */
  readonly managedBy?: string | undefined;
  /** An account id. */
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly tags: readonly Tag[];
}

export interface TargetRow {
  readonly ruleArn: string;
  readonly target: Target;
}

/** An event that a bus has accepted. Delivery to the targets of matching rules is the event bus controller's. */
export interface AcceptedEventRow {
  readonly eventBusName: string;
  readonly acceptedAtMs: number;
  readonly event: EventEnvelope;
  /** The ARN of the bus whose rule sent the event on; absent for one that came from outside. */
  readonly forwardedFrom?: string | undefined;
}

/** Present while the rules of its bus have not been looked at for an accepted event of the same key. */
export interface UnmatchedEventRow {
  readonly acceptedAtMs: number;
}

/** AWS's codes of what went wrong with a delivery, and one for targets that are only stored here. */
export type DeliveryErrorCode =
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'INVALID_PARAMETER'
  | 'INVALID_JSON'
  | 'THROTTLING'
  | 'SDK_CLIENT_ERROR'
  | 'NOT_RUN_HERE';

/** Whether the dead-letter queue of a target took an event that was given up. */
export type DeadLetter =
  | { readonly kind: 'none' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * One event on its way to one target of a rule. What is to be delivered is fixed when the rule matches; `observed` is the
 * event bus controller's. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
 */
export interface DeliveryRow {
  /** As the event itself says. */
  readonly eventId: string;
  readonly detailType: string;
  readonly source: string;
  readonly eventBusName: string;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly targetId: string;
  readonly targetArn: string;
  /** The JSON text that the target gets; absent when there is none, and then why. */
  readonly input?: string | undefined;
  readonly refusal?: string | undefined;
  /** As in the accepted event. */
  readonly forwardedFrom?: string | undefined;
  /** When the bus accepted the event; the age of the event counts from here. */
  readonly acceptedAtMs: number;
  readonly observed: {
    /**
     * PENDING until it ends. FAILED: given up. DROPPED: the rule or target was taken away, changed or disabled before it was
     * delivered, so that nothing was to be delivered any more.
     */
    readonly status: 'PENDING' | 'DELIVERED' | 'FAILED' | 'DROPPED';
    /** How often it was tried. */
    readonly attempts: number;
    /** Absent: at once. */
    readonly nextAttemptAtMs?: number | undefined;
    /** Of the latest attempt that failed. */
    readonly errorCode?: DeliveryErrorCode | undefined;
    readonly errorMessage?: string | undefined;
    /** Which limit of the retry policy ended it. */
    readonly exhaustedRetryCondition?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | undefined;
    /** What became of the event after it was given up. */
    readonly deadLetter?: DeadLetter | undefined;
    /** What the target made of it: an execution id, a build id, a task ARN. */
    readonly result?: string | undefined;
    readonly endedAtMs?: number | undefined;
  };
}

/** Where a scheduled rule stands in its schedule. The event bus controller's. */
export interface ScheduleRow {
  readonly scheduleExpression: string;
  /** Rates count from here: when the rule was made, changed or enabled. */
  readonly anchorMs: number;
  /** When it fires next; absent when it never does again. */
  readonly dueAtMs?: number | undefined;
  readonly lastFiredAtMs?: number | undefined;
}

export interface EventsTables {
  /** Keyed by name. The default bus has a row only once something was changed in it. */
  readonly buses: Table<EventBusRow>;
  /** Keyed by ARN. */
  readonly rules: Table<RuleRow>;
  /** Keyed by `targetKey`. */
  readonly targets: Table<TargetRow>;
  /** Keyed by event id (`BUS/ID` when another bus sent it on), oldest first; the newest thousand are kept, and all unmatched ones. */
  readonly acceptedEvents: Table<AcceptedEventRow>;
  /** Keyed as `acceptedEvents`, oldest first. */
  readonly unmatchedEvents: Table<UnmatchedEventRow>;
  /** Keyed by `deliveryKey`, oldest first; the newest thousand are kept, and all that have not ended. */
  readonly deliveries: Table<DeliveryRow>;
  /** Keyed by rule ARN. */
  readonly schedules: Table<ScheduleRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const eventsTableNames = {
  buses: 'events.buses',
  rules: 'events.rules',
  targets: 'events.targets',
  acceptedEvents: 'events.accepted-events',
  unmatchedEvents: 'events.unmatched-events',
  deliveries: 'events.deliveries',
  schedules: 'events.schedules',
} as const satisfies Record<keyof EventsTables, string>;

export function eventsTables(store: Store, scope: string): EventsTables {
  return {
    buses: store.table(eventsTableNames.buses, scope),
    rules: store.table(eventsTableNames.rules, scope),
    targets: store.table(eventsTableNames.targets, scope),
    acceptedEvents: store.table(eventsTableNames.acceptedEvents, scope),
    unmatchedEvents: store.table(eventsTableNames.unmatchedEvents, scope),
    deliveries: store.table(eventsTableNames.deliveries, scope),
    schedules: store.table(eventsTableNames.schedules, scope),
  };
}

export function eventsTablesOf(context: OperationContext): EventsTables {
  return eventsTables(context.store, regionalScope(context.caller));
}

export function targetKey(ruleArn: string, targetId: string): string {
  return `${ruleArn}|${targetId}`;
}

/** An event goes to a target of a rule once, however often its bus is looked at. */
export function deliveryKey(acceptedEventKey: string, ruleArn: string, targetId: string): string {
  return `${acceptedEventKey}|${targetKey(ruleArn, targetId)}`;
}
