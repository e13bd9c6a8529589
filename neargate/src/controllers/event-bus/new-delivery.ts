import type { Target } from '@aws-sdk/client-eventbridge';
import type {
  AcceptedEventRow,
  DeliveryRow,
  EventsTables,
  RuleRow,
  TargetRow,
} from '../../services/events/store.ts';
import { deliveryKey } from '../../services/events/store.ts';
import { deliveryInput } from './delivery-input.ts';

const keptDeliveries = 1000;

/** The way of an event to one target. One that has nothing to deliver has failed already. */
export function newDelivery(
  { event, eventBusName, acceptedAtMs, forwardedFrom }: AcceptedEventRow,
  rule: Pick<RuleRow, 'arn' | 'name'>,
  target: Target,
): DeliveryRow {
  const computed = deliveryInput(target, event, {
    ruleArn: rule.arn,
    ruleName: rule.name,
    ingestionTime: new Date(acceptedAtMs).toISOString(),
  });
  const delivery = {
    eventId: event.id,
    detailType: event['detail-type'],
    source: event.source,
    eventBusName,
    ruleArn: rule.arn,
    ruleName: rule.name,
    targetId: target.Id ?? '',
    targetArn: target.Arn ?? '',
    forwardedFrom,
    acceptedAtMs,
  };
  if ('input' in computed)
    return { ...delivery, input: computed.input, observed: { status: 'PENDING', attempts: 0 } };
  return {
    ...delivery,
    observed: {
      status: 'FAILED',
      attempts: 0,
      errorCode: 'INVALID_JSON',
      errorMessage: computed.refusal,
      endedAtMs: acceptedAtMs,
    },
  };
}

/** Writes the deliveries of an event to all targets of a rule, in the transaction under way. Returns them. */
export function putDeliveries(
  { deliveries, targets }: Pick<EventsTables, 'deliveries' | 'targets'>,
  accepted: AcceptedEventRow,
  acceptedEventKey: string,
  rule: Pick<RuleRow, 'arn' | 'name'>,
): readonly DeliveryRow[] {
  const rows = targetsOf(targets.values(), rule.arn).map(({ target }) => newDelivery(accepted, rule, target));
  for (const row of rows) deliveries.put(deliveryKey(acceptedEventKey, rule.arn, row.targetId), row);
  for (const [key, { observed }] of deliveries.entries()) {
    if (deliveries.size <= keptDeliveries) break;
    if (observed.status !== 'PENDING') deliveries.delete(key);
  }
  return rows;
}

function targetsOf(rows: Iterable<TargetRow>, ruleArn: string): readonly TargetRow[] {
  return [...rows].filter((row) => row.ruleArn === ruleArn);
}
