import type { Target } from '@aws-sdk/client-eventbridge';
import type { AcceptedEventRow, DeliveryRow, EventsTables, RuleRow } from '../../services/events/store.ts';
import { deliveryKey } from '../../services/events/store.ts';
import { deliveryInput } from './delivery-input.ts';

const keptDeliveries = 1000;

/** The way of an event to one target. */
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
  return 'input' in computed
    ? { ...delivery, input: computed.input, observed: { status: 'PENDING', attempts: 0 } }
    : { ...delivery, refusal: computed.refusal, observed: { status: 'PENDING', attempts: 0 } };
}

/** Writes the deliveries of an event to all targets of a rule, in the transaction under way. */
export function putDeliveries(
  { deliveries, targets }: Pick<EventsTables, 'deliveries' | 'targets'>,
  accepted: AcceptedEventRow,
  acceptedEventKey: string,
  rule: Pick<RuleRow, 'arn' | 'name'>,
): void {
  for (const { ruleArn, target } of targets.values()) {
    if (ruleArn !== rule.arn) continue;
    const row = newDelivery(accepted, rule, target);
    deliveries.put(deliveryKey(acceptedEventKey, rule.arn, row.targetId), row);
  }
  for (const [key, { observed }] of deliveries.entries()) {
    if (deliveries.size <= keptDeliveries) break;
    if (observed.status !== 'PENDING') deliveries.delete(key);
  }
}
