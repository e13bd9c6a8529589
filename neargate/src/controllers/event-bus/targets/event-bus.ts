import { regionalScope } from '../../../services/context.ts';
import { acceptEvent } from '../../../services/events/accept-event.ts';
import { findBus } from '../../../services/events/buses-and-rules.ts';
import type { EventEnvelope } from '../../../services/events/input-transformer.ts';
import { parseJson } from '../../../services/events/json.ts';
import { eventsTables } from '../../../services/events/store.ts';
import { DeliveryFailure } from '../delivery-failure.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Sends the event on to another bus, as it is. One that came from another bus already goes no further.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export const invokeEventBus: InvokeTarget = ({ context, delivery, target, arn, input }) => {
  const bus = findBus(context, arn.resource.replace(/^event-bus\//, ''));
  if (delivery.forwardedFrom !== undefined)
    throw new DeliveryFailure(
      'INVALID_PARAMETER',
      `The event came from ${delivery.forwardedFrom} already: events that a bus receives from another are not sent on to a third.`,
    );
  const ownBus = delivery.ruleArn.replace(/:rule\/.*$/, `:event-bus/${delivery.eventBusName}`);
  if (ownBus === target.Arn)
    throw new DeliveryFailure('INVALID_PARAMETER', 'A bus does not send events to itself.');
  const event = parseJson(input) as EventEnvelope;
  acceptEvent(eventsTables(context.store, regionalScope(context.caller)), {
    eventBusName: bus.name,
    acceptedAtMs: context.clock.now(),
    event,
    forwardedFrom: ownBus,
  });
  return bus.arn;
};
