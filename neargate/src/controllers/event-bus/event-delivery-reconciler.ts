import type { Target } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../core/arn.ts';
import {
  type DeadLetter,
  type DeliveryRow,
  eventsTableNames,
  eventsTables,
  targetKey,
} from '../../services/events/store.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { asRole } from './assume-role.ts';
import { sendToDeadLetterQueue } from './dead-letter.ts';
import { DeliveryFailure, failureKind } from './delivery-failure.ts';
import type { EventBusEnvironment } from './environment.ts';
import { rowKey, splitRowKey } from './keys.ts';
import { isEnabled } from './matching-rules.ts';
import { type EventsMetric, recordEventsMetrics } from './record-metrics.ts';
import { decideRetry } from './retry.ts';
import { invokerOf } from './targets/targets.ts';

type Observed = DeliveryRow['observed'];

/**
 * Delivers events to targets, and again as the target's retry policy says when that fails. What a delivery starts and that it
 * was delivered are one transaction. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
 */
export function eventDeliveryReconciler(environment: EventBusEnvironment): Reconciler {
  const { store } = environment;
  return {
    name: 'event-delivery',
    keysFor({ table, scope, key, after }) {
      return table === eventsTableNames.deliveries && isPending(after as DeliveryRow | undefined)
        ? [rowKey(scope, key)]
        : [];
    },
    initialKeys: () =>
      store
        .scopes(eventsTableNames.deliveries)
        .flatMap((scope) =>
          [...eventsTables(store, scope).deliveries.entries()].flatMap(([key, row]) =>
            isPending(row) ? [rowKey(scope, key)] : [],
          ),
        ),
    async reconcile(queueKey) {
      const [scope, key] = splitRowKey(queueKey);
      const delivery = eventsTables(store, scope).deliveries.get(key);
      return delivery !== undefined && isPending(delivery)
        ? deliver(environment, scope, key, delivery)
        : undefined;
    },
  };
}

function isPending(row: DeliveryRow | undefined): boolean {
  return row?.observed.status === 'PENDING';
}

function deliver(
  environment: EventBusEnvironment,
  scope: string,
  key: string,
  delivery: DeliveryRow,
): ReconcileResult | undefined {
  const { store, clock } = environment;
  const waitMs = (delivery.observed.nextAttemptAtMs ?? 0) - clock.now();
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  const { deliveries } = eventsTables(store, scope);
  const put = (observed: Observed) => deliveries.put(key, { ...delivery, observed });
  const current = currentTarget(environment, scope, delivery);
  if ('gone' in current) {
    put({
      ...delivery.observed,
      status: 'DROPPED',
      errorMessage: current.gone,
      nextAttemptAtMs: undefined,
      endedAtMs: clock.now(),
    });
    return undefined;
  }
  const attempts = delivery.observed.attempts + 1;
  if (attempts > 1) count(environment, scope, delivery, ['RetryInvocationAttempts']);
  try {
    store.transact(() => {
      const result = invoke(environment, delivery, current.target);
      put({ status: 'DELIVERED', attempts, result, endedAtMs: clock.now() });
    });
  } catch (error) {
    return afterFailure(environment, scope, delivery, current.target, { error, attempts, put });
  }
  count(environment, scope, delivery, ['Invocations']);
  return undefined;
}

/** The target as it is now, or why there is nothing to deliver to any more. */
function currentTarget(
  { store }: EventBusEnvironment,
  scope: string,
  { ruleArn, ruleName, targetId, targetArn }: DeliveryRow,
): { readonly target: Target } | { readonly gone: string } {
  const tables = eventsTables(store, scope);
  const rule = tables.rules.get(ruleArn);
  if (rule === undefined) return { gone: `Rule ${ruleName} was deleted before the event was delivered.` };
  if (!isEnabled(rule)) return { gone: `Rule ${ruleName} was disabled before the event was delivered.` };
  const target = tables.targets.get(targetKey(ruleArn, targetId))?.target;
  if (target === undefined || target.Arn !== targetArn)
    return {
      gone: `Target ${targetId} was taken from rule ${ruleName} or changed before the event was delivered.`,
    };
  return { target };
}

function invoke(environment: EventBusEnvironment, delivery: DeliveryRow, target: Target): string {
  const { input } = delivery;
  if (input === undefined) throw new DeliveryFailure('INVALID_JSON', delivery.refusal ?? '');
  const arn = parseArn(delivery.targetArn);
  if (arn === undefined) throw new DeliveryFailure('INVALID_PARAMETER', `${delivery.targetArn} is no ARN.`);
  const context = asRole(environment.contextOf(`${arn.accountId}/${arn.region}`), target.RoleArn, {
    sourceArn: delivery.ruleArn,
    sessionName: delivery.eventId.replaceAll('-', ''),
  });
  return invokerOf(arn)({ context, delivery, target, arn, input });
}

function afterFailure(
  environment: EventBusEnvironment,
  scope: string,
  delivery: DeliveryRow,
  target: Target,
  {
    error,
    attempts,
    put,
  }: { readonly error: unknown; readonly attempts: number; readonly put: (observed: Observed) => void },
): ReconcileResult | undefined {
  const { clock, contextOf, ids, log, store, timing } = environment;
  const { code, retried } = failureKind(error);
  const failed = { attempts, errorCode: code, errorMessage: messageOf(error) } as const;
  const decision = retried
    ? decideRetry(target.RetryPolicy ?? {}, {
        attempts,
        ageMs: clock.now() - delivery.acceptedAtMs,
        jitter: Number.parseInt(ids.hex(6), 16) / 0x100_0000,
        scaled: (awsMs) => timing.scaled('events-retry-backoff', awsMs),
      })
    : undefined;
  if (decision?.kind === 'retry') {
    put({ ...failed, status: 'PENDING', nextAttemptAtMs: clock.now() + decision.afterMs });
    return { requeueAfterMs: decision.afterMs };
  }
  store.transact(() => {
    const given: Observed = {
      ...failed,
      status: 'FAILED',
      exhaustedRetryCondition: decision?.condition,
      endedAtMs: clock.now(),
    };
    const deadLetter = sendToDeadLetterQueue(contextOf(scope), scope, delivery, target, given);
    put({ ...given, deadLetter });
    count(environment, scope, delivery, [
      'Invocations',
      'FailedInvocations',
      ...deadLetterMetrics[deadLetter.kind],
    ]);
  });
  // Users find it among the problems, with its place.
  log.debug('an event was not delivered', {
    rule: delivery.ruleArn,
    target: delivery.targetArn,
    reason: failed.errorMessage,
  });
  return undefined;
}

const deadLetterMetrics: Readonly<Record<DeadLetter['kind'], readonly EventsMetric[]>> = {
  none: [],
  sent: ['InvocationsSentToDlq'],
  refused: ['InvocationsFailedToBeSentToDlq'],
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function count(
  { contextOf, clock }: EventBusEnvironment,
  scope: string,
  delivery: DeliveryRow,
  names: readonly EventsMetric[],
): void {
  recordEventsMetrics(contextOf(scope).metrics, scope, delivery, names, clock.now());
}
