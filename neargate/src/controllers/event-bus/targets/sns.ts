import { publishForCaller, publishForService } from '../../../services/sns/publish-for.ts';
import { eventBridgeFor } from '../acting-service.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Publishes the event to the topic, whose policy must let EventBridge where the target has no role: that of a new topic does not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export const invokeTopic: InvokeTarget = ({ context, delivery, target, input }) => {
  const topicArn = target.Arn ?? '';
  return target.RoleArn === undefined
    ? publishForService(context, topicArn, eventBridgeFor(delivery.ruleArn), { body: input })
    : publishForCaller(context, topicArn, { body: input });
};
