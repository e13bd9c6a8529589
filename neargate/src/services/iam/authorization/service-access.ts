import type { OperationContext } from '../../context.ts';
import type { Protocol } from '../../operation.ts';
import { denialMessage, explainDenial } from '../evaluation/denial-message.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Access } from './access.ts';
import { accessDenied } from './access-denied.ts';
import { requestKeys } from './request-keys.ts';
import { policedResource } from './resource-policies.ts';

/** An AWS service that acts for one of an account's resources and in no role. */
export interface ActingService {
  /** Such as `sns.amazonaws.com`. */
  readonly service: string;
  readonly sourceArn: string;
  readonly sourceAccountId: string;
}

/**
 * Judges what a service does to a resource: only the resource's policy can allow it. Refuses where policies are enforced, and
 * notes elsewhere that AWS would refuse.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws AwsError AccessDenied
 */
export function requireServiceAccess(
  { authorization, store, clock, caller }: OperationContext,
  protocol: Protocol,
  { service, sourceArn, sourceAccountId }: ActingService,
  access: Access,
): void {
  if (authorization === undefined) return;
  const principal = { kind: 'service', name: service } as const;
  const resource = policedResource(store, access.resource, sourceAccountId);
  const request = {
    principal,
    action: access.action,
    resource: resource.arn,
    resourceAccountId: resource.accountId,
    keys: requestKeys(access, {
      principal,
      region: caller.region,
      resourceAccountId: resource.accountId,
      nowMs: clock.now(),
      source: { sourceArn, sourceAccountId },
    }),
  };
  const decision = evaluate(request, {
    identity: [],
    resource: resource.policies,
    resourceMustAllow: true,
  });
  if (decision.allowed) return;
  const message = denialMessage(request, decision);
  const { isEnforced } = authorization;
  authorization.note({
    atMs: clock.now(),
    principalArn: service,
    action: access.action,
    resource: request.resource,
    message,
    ...explainDenial(request, decision),
    isEnforced,
  });
  if (isEnforced) throw accessDenied(protocol, message, access.action);
}
