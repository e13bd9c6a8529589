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
}

export interface EventsTables {
  /** Keyed by name. The default bus has a row only once something was changed in it. */
  readonly buses: Table<EventBusRow>;
  /** Keyed by ARN. */
  readonly rules: Table<RuleRow>;
  /** Keyed by `targetKey`. */
  readonly targets: Table<TargetRow>;
  /** Keyed by event id, oldest first; the newest thousand are kept. */
  readonly acceptedEvents: Table<AcceptedEventRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const eventsTableNames = {
  buses: 'events.buses',
  rules: 'events.rules',
  targets: 'events.targets',
  acceptedEvents: 'events.accepted-events',
} as const satisfies Record<keyof EventsTables, string>;

export function eventsTables(store: Store, scope: string): EventsTables {
  return {
    buses: store.table(eventsTableNames.buses, scope),
    rules: store.table(eventsTableNames.rules, scope),
    targets: store.table(eventsTableNames.targets, scope),
    acceptedEvents: store.table(eventsTableNames.acceptedEvents, scope),
  };
}

export function eventsTablesOf(context: OperationContext): EventsTables {
  return eventsTables(context.store, regionalScope(context.caller));
}

export function targetKey(ruleArn: string, targetId: string): string {
  return `${ruleArn}|${targetId}`;
}
