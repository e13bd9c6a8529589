import type { OperationContext } from '../context.ts';
import { requireAccess } from '../iam/authorization/authorize.ts';
import { type ActingService, requireServiceAccess } from '../iam/authorization/service-access.ts';
import { findTopic } from './find-topic.ts';
import { type NewTopicMessage, publishMessage } from './publish-message.ts';

/**
 * Publishes for an AWS service, whom the topic's policy must let; in the transaction under way.
 * @param keys condition keys that the service hands on
 * @returns the message's id
 * @throws AwsError InvalidParameter, NotFound, and AuthorizationError where policies are enforced
 */
export function publishForService(
  context: OperationContext,
  topicArn: string,
  service: ActingService,
  message: NewTopicMessage,
  keys: Readonly<Record<string, string>> = {},
): string {
  const found = findTopic(context, topicArn);
  requireServiceAccess(context, 'query', service, { action: 'sns:Publish', resource: topicArn, keys });
  return publishMessage(context, found, message).messageId;
}

/**
 * Publishes for the caller, such as a role that a service has assumed; in the transaction under way.
 * @returns the message's id
 * @throws AwsError InvalidParameter, NotFound, and AuthorizationError where policies are enforced
 */
export function publishForCaller(
  context: OperationContext,
  topicArn: string,
  message: NewTopicMessage,
): string {
  const found = findTopic(context, topicArn);
  requireAccess(context, 'query', { action: 'sns:Publish', resource: topicArn });
  return publishMessage(context, found, message).messageId;
}
