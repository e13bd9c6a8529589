import { requireServiceAccess } from '../../../services/iam/authorization/service-access.ts';
import { findTopic } from '../../../services/sns/find-topic.ts';
import { publishMessage } from '../../../services/sns/publish-message.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Publishes the event to the topic, whose policy must let EventBridge: that of a new topic does not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export const invokeTopic: InvokeTarget = ({ context, delivery, target, input }) => {
  const topicArn = target.Arn ?? '';
  const found = findTopic(context, topicArn);
  if (target.RoleArn === undefined)
    requireServiceAccess(
      context,
      'query',
      {
        service: 'events.amazonaws.com',
        sourceArn: delivery.ruleArn,
        sourceAccountId: delivery.ruleArn.split(':')[4] ?? '',
      },
      { action: 'sns:Publish', resource: topicArn },
    );
  return publishMessage(context, found, { body: input }).messageId;
};
