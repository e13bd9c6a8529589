import { bodyFor } from '../../services/sns/publish-message.ts';
import type { NotificationRow } from '../../services/sns/store.ts';
import type { PostMessage } from './post-message.ts';
import { type Attempt, attemptOfStatus } from './outcome.ts';

/**
 * Posts a notification to its endpoint. https://docs.aws.amazon.com/sns/latest/dg/http-header.html
 * @param envelope undefined for raw delivery
 */
export async function deliverOverHttp(
  post: PostMessage,
  row: NotificationRow,
  envelope: string | undefined,
  signal: AbortSignal,
): Promise<Attempt> {
  const { kind, message, topicArn, subscriptionArn, endpoint, protocol } = row;
  const headers = {
    'x-amz-sns-message-type': kind,
    'x-amz-sns-message-id': message.messageId,
    'x-amz-sns-topic-arn': topicArn,
    ...(kind === 'Notification' ? { 'x-amz-sns-subscription-arn': subscriptionArn } : {}),
    ...(envelope === undefined ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
  };
  const outcome = await post(endpoint, headers, envelope ?? bodyFor(message, protocol), signal);
  return 'status' in outcome
    ? attemptOfStatus(outcome.status)
    : { kind: 'failed', message: `The endpoint did not answer: ${outcome.failure}` };
}
