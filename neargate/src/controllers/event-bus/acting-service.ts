import type { ActingService } from '../../services/iam/authorization/service-access.ts';

/** EventBridge, as policies of queues and topics see it when it acts for a rule. */
export function eventBridgeFor(ruleArn: string): ActingService {
  return {
    service: 'events.amazonaws.com',
    sourceArn: ruleArn,
    sourceAccountId: ruleArn.split(':')[4] ?? '',
  };
}
