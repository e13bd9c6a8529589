import type { OperationContext } from '../../context.ts';
import type { Protocol } from '../../operation.ts';
import { denialMessage, explainDenial } from '../evaluation/denial-message.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Access } from './access.ts';
import { accessDenied } from './access-denied.ts';
import { requestKeys } from './request-keys.ts';
import { policedResource } from './resource-policies.ts';

/** An AWS service that acts for one of its resources. */
export interface ActingService {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** The resource that it acts for. */
  readonly sourceArn: string;
  readonly sourceAccountId: string;
  /**
   * Whether the service also tells the owner in AWS:SourceOwner, by which the policy that a topic has from the start lets it
   * in. https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
   */
  readonly tellsOwner?: boolean;
}

/**
 * Judges what an AWS service does without a role: only the resource's own policy can allow it. Where policies are not enforced
 * it is noted that AWS would have refused it.
 * @throws AwsError AccessDenied, in the words of the resource's service
 */
export function requireServiceAccess(
  context: OperationContext,
  protocol: Protocol,
  { service, sourceArn, sourceAccountId, tellsOwner = false }: ActingService,
  access: Access,
): void {
  const { authorization, caller, clock, store } = context;
  if (authorization === undefined) return;
  const principal = { kind: 'service', name: service } as const;
  const resource = policedResource(store, access.resource, caller.accountId);
  const request = {
    principal,
    action: access.action,
    resource: resource.arn,
    resourceAccountId: resource.accountId,
    keys: requestKeys(
      {
        ...access,
        keys: { ...access.keys, ...(tellsOwner ? { 'aws:SourceOwner': sourceAccountId } : {}) },
      },
      {
        principal,
        region: caller.region,
        resourceAccountId: resource.accountId,
        nowMs: clock.now(),
        source: { sourceArn, sourceAccountId },
      },
    ),
  };
  const decision = evaluate(request, { identity: [], resource: resource.policies, resourceMustAllow: true });
  if (decision.allowed) return;
  const message = denialMessage(request, decision);
  authorization.note({
    atMs: clock.now(),
    principalArn: service,
    action: access.action,
    resource: resource.arn,
    message,
    ...explainDenial(request, decision),
    isEnforced: authorization.isEnforced,
  });
  if (authorization.isEnforced) throw accessDenied(protocol, message, access.action);
}
