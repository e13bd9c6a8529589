import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../../services/context.ts';
import { type DeadLetter, type DeliveryRow, eventsTables } from '../../services/events/store.ts';
import { sendForService } from '../../services/sqs/send-for.ts';
import type { StoredAttribute } from '../../services/sqs/store.ts';
import { eventBridgeFor } from './acting-service.ts';

/**
 * Sends an event that was given up to the dead-letter queue of its target, in the transaction under way. The queue's policy must
 * let EventBridge. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @param context of the rule's account and region
 */
export function sendToDeadLetterQueue(
  context: OperationContext,
  scope: string,
  delivery: DeliveryRow,
  { DeadLetterConfig }: Target,
  failed: DeliveryRow['observed'],
): DeadLetter {
  const queueArn = DeadLetterConfig?.Arn;
  if (queueArn === undefined) return { kind: 'none' };
  try {
    sendForService(context, queueArn, eventBridgeFor(delivery.ruleArn), {
      body: eventText(context, scope, delivery),
      attributes: attributesOf(delivery, failed),
    });
    return { kind: 'sent' };
  } catch (error) {
    if (error instanceof AwsError) return { kind: 'refused', message: error.message };
    throw error;
  }
}

/** The event as it was put on the bus; only of one that is long forgotten, what the target should have got. */
function eventText({ store }: OperationContext, scope: string, { eventId, input }: DeliveryRow): string {
  const accepted = [...eventsTables(store, scope).acceptedEvents.values()].find(
    ({ event }) => event.id === eventId,
  );
  return accepted === undefined ? (input ?? '{}') : JSON.stringify(accepted.event);
}

function attributesOf(
  { ruleArn, targetArn }: DeliveryRow,
  { errorCode, errorMessage, exhaustedRetryCondition, attempts }: DeliveryRow['observed'],
): Readonly<Record<string, StoredAttribute>> {
  const texts = {
    RULE_ARN: ruleArn,
    TARGET_ARN: targetArn,
    ERROR_CODE: errorCode,
    ERROR_MESSAGE: errorMessage,
    EXHAUSTED_RETRY_CONDITION: exhaustedRetryCondition,
    RETRY_ATTEMPTS: String(attempts - 1),
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) =>
      text === undefined || text === '' ? [] : [[name, { dataType: 'String', text }]],
    ),
  );
}
