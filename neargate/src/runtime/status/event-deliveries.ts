import type { Problem } from '../../gateway/admin-protocol.ts';
import {
  type DeadLetter,
  type DeliveryErrorCode,
  type DeliveryRow,
  eventsTableNames,
  eventsTables,
  targetKey,
} from '../../services/events/store.ts';
import type { Store } from '../../store/store.ts';
import type { Places } from './places.ts';

/** A target that does not get the events of its rule. */
export interface DeliveryTrouble {
  readonly ruleName: string;
  readonly ruleArn: string;
  readonly eventBusName: string;
  readonly targetId: string;
  readonly detailType: string;
  readonly errorCode: DeliveryErrorCode | undefined;
  readonly reason: string;
  /** It will be tried again. */
  readonly isPending: boolean;
  readonly deadLetterQueueArn: string | undefined;
  readonly deadLetter: DeadLetter | undefined;
}

/** Failures that ended longer ago are history. */
const recentMs = 10 * 60_000;
/** A first hitch is not worth a word. */
const attemptsBeforeTold = 3;

/** The newest trouble of each target that still exists and whose latest delivery did not succeed. */
export function deliveryTroubles(store: Store, nowMs: number): readonly DeliveryTrouble[] {
  return store.scopes(eventsTableNames.deliveries).flatMap((scope) => {
    const { deliveries, targets } = eventsTables(store, scope);
    const latest = new Map<string, DeliveryRow>();
    for (const row of deliveries.values()) latest.set(targetKey(row.ruleArn, row.targetId), row);
    return [...latest].flatMap(([key, row]) => {
      const target = targets.get(key)?.target;
      if (target === undefined || !isTrouble(row, nowMs)) return [];
      const { ruleName, ruleArn, eventBusName, targetId, detailType, observed } = row;
      return [
        {
          ruleName,
          ruleArn,
          eventBusName,
          targetId,
          detailType,
          errorCode: observed.errorCode,
          reason: observed.errorMessage ?? '',
          isPending: observed.status === 'PENDING',
          deadLetterQueueArn: target.DeadLetterConfig?.Arn,
          deadLetter: observed.deadLetter,
        },
      ];
    });
  });
}

function isTrouble({ observed }: DeliveryRow, nowMs: number): boolean {
  if (observed.status === 'PENDING') return observed.attempts >= attemptsBeforeTold;
  return observed.status === 'FAILED' && nowMs - (observed.endedAtMs ?? 0) < recentMs;
}

const remedies: Readonly<Partial<Record<DeliveryErrorCode, string>>> = {
  NO_PERMISSIONS:
    "Let the target's role_arn name a role whose assume_role_policy allows sts:AssumeRole to events.amazonaws.com.",
  NO_RESOURCE: "Create what the target's arn names, or change the arn.",
  INVALID_JSON: "Make the target's input_transformer or input_path give JSON for such an event.",
};

/** The argument of the target that is to be changed. */
const argumentsOf: Readonly<Partial<Record<DeliveryErrorCode, string>>> = {
  NO_PERMISSIONS: 'role_arn',
  NO_RESOURCE: 'arn',
};

export function deliveryProblem(
  trouble: DeliveryTrouble,
  placeOf: (resource: string, argument?: readonly string[]) => ReturnType<Places['placeOf']>,
): Problem {
  const { ruleName, ruleArn, eventBusName, targetId, errorCode } = trouble;
  // The target's identifier as the provider forms it.
  const id = [...(eventBusName === 'default' ? [] : [eventBusName]), ruleName, targetId].join('-');
  const argument = errorCode === undefined ? undefined : argumentsOf[errorCode];
  const place = placeOf(id, argument === undefined ? undefined : [argument]) ?? placeOf(ruleArn);
  const remedy = errorCode === undefined ? undefined : remedies[errorCode];
  const consequence = trouble.isPending ? ' It is tried again.' : afterwards(trouble);
  return {
    resource: `rule ${ruleName}, target ${targetId}`,
    cause: `The event "${trouble.detailType}" was not delivered: ${trouble.reason}${consequence}`,
    ...(place === undefined ? {} : { place }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function afterwards({ deadLetterQueueArn = '', deadLetter }: DeliveryTrouble): string {
  switch (deadLetter?.kind) {
    case 'sent':
      return ` The dead-letter queue ${deadLetterQueueArn} has it.`;
    case 'refused':
      return ` The dead-letter queue ${deadLetterQueueArn} did not take it: ${deadLetter.message}`;
    default:
      return '';
  }
}
